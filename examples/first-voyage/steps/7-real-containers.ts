import { at, textAt } from "../../shared/clients/client.ts";
import { policy } from "../../shared/policies.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { IMAGE, inContainer, isRunning, logsOf } from "../docker.ts";
import type { Story } from "../story.ts";

/** A task is a real container with a real role; stopping it tells how it ended. */
export const realContainers = async (voyage: Voyage, story: Story): Promise<void> => {
  voyage.begin("7. An allowed task is a real container, held to its role");
  await runWeb(voyage, story);
  await credentialsInside(voyage, story);
  await clientInside(voyage, story);
  await stopWeb(voyage, story);
};

/** Runs web as alice, and holds what the task shows to what Docker and the network show. */
export const runWeb = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  const started = await voyage.call(
    story.alice,
    "ecs",
    "RunTask",
    { cluster: "harbour", taskDefinition: "web" },
    {
      ok: true,
      because: "alice runs web",
      check: (output) => ["PROVISIONING", "PENDING"].includes(textAt(output, "tasks", 0, "lastStatus")),
    },
  );
  const arn = textAt(started, "tasks", 0, "taskArn");
  await voyage.wait(root, "tasks-running", "harbour", arn);
  const described = await voyage.call(
    root,
    "ecs",
    "DescribeTasks",
    { cluster: "harbour", tasks: [arn] },
    {
      ok: true,
      because: "the task is RUNNING, with its network bindings",
      check: (output) =>
        at(output, "tasks", 0, "lastStatus") === "RUNNING" &&
        at(output, "tasks", 0, "containers", 0, "networkBindings", 0, "containerPort") === 8080,
    },
  );
  const container = at(described, "tasks", 0, "containers", 0);
  const runtimeId = textAt(container, "runtimeId");
  const hostPort = Number(at(container, "networkBindings", 0, "hostPort"));
  story.task = { arn, runtimeId, hostPort };
  voyage.note("Docker runs it", isRunning(runtimeId), runtimeId);
  const answer = await fetch(`http://127.0.0.1:${hostPort}/`).then((response) => response.text());
  voyage.note(`http://127.0.0.1:${hostPort}/ answers`, answer.trim() === "landed", answer.trim());
};

const credentialsInside = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  await voyage.call(
    root,
    "iam",
    "PutRolePolicy",
    {
      RoleName: "webTaskRole",
      PolicyName: "look",
      PolicyDocument: policy({ Effect: "Allow", Action: "ecs:DescribeClusters", Resource: story.clusterArn }),
    },
    { ok: true, because: "the task role may describe its cluster" },
  );
  const text = inContainer(
    story.task.runtimeId,
    'wget -q -O - "http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"',
  );
  const credentials: unknown = JSON.parse(text);
  voyage.note(
    "inside, the task role's credentials are served",
    at(credentials, "RoleArn") === story.taskRoleArn,
    textAt(credentials, "RoleArn"),
  );
  const task = {
    name: "the task",
    accessKeyId: textAt(credentials, "AccessKeyId"),
    secretAccessKey: textAt(credentials, "SecretAccessKey"),
    sessionToken: textAt(credentials, "Token"),
  };
  await voyage.call(
    task,
    "ecs",
    "DescribeClusters",
    { clusters: ["harbour"] },
    {
      ok: true,
      because: "its policy allows this",
    },
  );
  await voyage.call(
    task,
    "ecs",
    "ListClusters",
    {},
    {
      refused: "AccessDeniedException",
      status: 400,
      message:
        /^User: arn:aws:sts::\d+:assumed-role\/webTaskRole\/[0-9a-f]{32} is not authorized to perform: ecs:ListClusters on resource: \* /,
    },
  );
  await voyage.portreeve(["explain", "--last"], /webTaskRole/);
};

/** The machine's own AWS CLI, mounted into a container: its credential chain finds the task role by itself. */
const clientInside = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root, endpoint, region } = voyage.harbour;
  const aws = `/usr/bin/aws --endpoint-url ${endpoint} --region ${region}`;
  const folders = ["/usr", "/lib", "/lib64"];
  await voyage.call(
    root,
    "ecs",
    "RegisterTaskDefinition",
    {
      family: "whoami",
      taskRoleArn: story.taskRoleArn,
      networkMode: "host",
      volumes: folders.map((path) => ({ name: path.slice(1), host: { sourcePath: path } })),
      containerDefinitions: [
        {
          name: "whoami",
          image: IMAGE,
          memory: 256,
          entryPoint: ["/bin/sh", "-c"],
          command: [`${aws} sts get-caller-identity && ! ${aws} ecs list-clusters && exit 5`],
          mountPoints: folders.map((path) => ({
            sourceVolume: path.slice(1),
            containerPath: path,
            readOnly: true,
          })),
        },
      ],
    },
    { ok: true, because: "a task that runs the AWS CLI" },
  );
  const started = await voyage.call(
    root,
    "ecs",
    "RunTask",
    { cluster: "harbour", taskDefinition: "whoami" },
    {
      ok: true,
      because: "it is started",
    },
  );
  const arn = textAt(started, "tasks", 0, "taskArn");
  await voyage.wait(root, "tasks-stopped", "harbour", arn);
  const stopped = await voyage.call(
    root,
    "ecs",
    "DescribeTasks",
    { cluster: "harbour", tasks: [arn] },
    {
      ok: true,
      because: "it ended by itself, with 5",
      check: (output) =>
        at(output, "tasks", 0, "stopCode") === "EssentialContainerExited" &&
        at(output, "tasks", 0, "containers", 0, "exitCode") === 5,
    },
  );
  const printed = logsOf(textAt(stopped, "tasks", 0, "containers", 0, "runtimeId"));
  voyage.note("the chain found the task role", printed.includes("assumed-role/webTaskRole/"), printed.trim());
};

const stopWeb = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  const { arn } = story.task;
  await voyage.call(
    root,
    "ecs",
    "StopTask",
    { cluster: "harbour", task: arn, reason: "the tide is out" },
    {
      ok: true,
      because: "web is asked to stop",
    },
  );
  await voyage.wait(root, "tasks-stopped", "harbour", arn);
  await voyage.call(
    root,
    "ecs",
    "DescribeTasks",
    { cluster: "harbour", tasks: [arn] },
    {
      ok: true,
      because: "STOPPED, with the exit code of its own signal handler, stop code and reason",
      check: (output) => {
        const task = at(output, "tasks", 0);
        return (
          at(task, "lastStatus") === "STOPPED" &&
          at(task, "containers", 0, "exitCode") === 7 &&
          at(task, "stopCode") === "UserInitiated" &&
          at(task, "stoppedReason") === "the tide is out"
        );
      },
    },
  );
};
