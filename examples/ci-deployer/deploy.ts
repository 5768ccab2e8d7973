import { at, type Identity, textAt } from "../shared/clients/client.ts";
import type { Refused, Voyage } from "../shared/voyage.ts";
import type { Story } from "./story.ts";

const TAGS = [{ key: "deployment", value: "web" }];

/** Takes on the role, as a CI job does at its start; each run is a session with a name of its own. */
export const assumeRole = async (voyage: Voyage, story: Story, run: string): Promise<Identity> => {
  const answer = await voyage.call(
    story.runner,
    "sts",
    "AssumeRole",
    { RoleArn: story.deployerArn, RoleSessionName: run },
    { ok: true, because: "the runner takes on the role ci-deployer" },
  );
  return {
    name: "ci-deployer",
    accessKeyId: textAt(answer, "Credentials", "AccessKeyId"),
    secretAccessKey: textAt(answer, "Credentials", "SecretAccessKey"),
    sessionToken: textAt(answer, "Credentials", "SessionToken"),
  };
};

/** Registers the task definition; answers its ARN. With `refused`, the step is expected to end there. */
export const register = async (
  voyage: Voyage,
  story: Story,
  deployer: Identity,
  refused?: Refused,
): Promise<string> => {
  const answer = await voyage.call(
    deployer,
    "ecs",
    "RegisterTaskDefinition",
    {
      family: "web",
      taskRoleArn: story.taskRoleArn,
      executionRoleArn: story.executionRoleArn,
      containerDefinitions: [{ name: "web", image: "web:latest", memory: 64, essential: true }],
      tags: TAGS,
    },
    refused ?? { ok: true, because: "the task definition is registered, with its roles and tags" },
  );
  return refused === undefined ? textAt(answer, "taskDefinition", "taskDefinitionArn") : "";
};

/** The deployment: a smoke test of the new revision in a cluster of its own making, cleaned up afterwards. */
export const deploy = async (voyage: Voyage, story: Story, run: string): Promise<void> => {
  const deployer = await assumeRole(voyage, story, run);
  const done = (because: string) => ({ ok: true as const, because });
  const ecs = (operation: string, input: Readonly<Record<string, unknown>>, because: string) =>
    voyage.call(deployer, "ecs", operation, input, done(because));

  const taskDefinition = await register(voyage, story, deployer);
  await ecs("CreateCluster", { clusterName: "preview", tags: TAGS }, "a cluster for the preview, with tags");
  await ecs("DescribeClusters", { clusters: ["preview", "harbour"] }, "both clusters are described");
  const started = await ecs(
    "RunTask",
    {
      cluster: "harbour",
      taskDefinition,
      overrides: {
        containerOverrides: [{ name: "web", environment: [{ name: "SMOKE_TEST", value: "yes" }] }],
      },
      tags: TAGS,
    },
    "the smoke test is started, with overrides and tags",
  );
  const task = textAt(started, "tasks", 0, "taskArn");
  await voyage.wait(deployer, "tasks-running", "harbour", task);
  await ecs(
    "TagResource",
    { resourceArn: task, tags: [{ key: "checked", value: "yes" }] },
    "the task is marked",
  );
  await voyage.call(
    deployer,
    "ecs",
    "ListTagsForResource",
    { resourceArn: task },
    {
      ok: true,
      because: "its tags are read back",
      check: (output) => (at(output, "tags") as readonly unknown[]).length === 2,
    },
  );
  await ecs("StopTask", { cluster: "harbour", task, reason: "checked" }, "the smoke test is stopped");
  await voyage.wait(deployer, "tasks-stopped", "harbour", task);
  await ecs("DeregisterTaskDefinition", { taskDefinition }, "the revision is deregistered");
  await ecs("DeleteCluster", { cluster: "preview" }, "the preview's cluster is deleted");
};
