import { at, textAt } from "../../shared/clients/client.ts";
import { trust } from "../../shared/policies.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { IMAGE } from "../docker.ts";
import type { Story } from "../story.ts";

/** The admin makes a cluster, task definitions, and a user who may do nothing yet. */
export const admin = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  voyage.begin("1. The admin creates a cluster, a user and an access key");
  for (const [clusterName, arn] of [
    ["harbour", story.clusterArn],
    ["shipyard", story.otherClusterArn],
  ]) {
    await voyage.call(
      root,
      "ecs",
      "CreateCluster",
      { clusterName },
      {
        ok: true,
        because: `the cluster ${clusterName} is ACTIVE`,
        check: (output) =>
          at(output, "cluster", "status") === "ACTIVE" && at(output, "cluster", "clusterArn") === arn,
      },
    );
  }
  await voyage.call(
    root,
    "iam",
    "CreateUser",
    { UserName: "alice" },
    {
      ok: true,
      because: "alice exists",
      check: (output) => at(output, "User", "Arn") === story.aliceArn,
    },
  );
  const key = await voyage.call(
    root,
    "iam",
    "CreateAccessKey",
    { UserName: "alice" },
    {
      ok: true,
      because: "alice has an access key",
    },
  );
  story.alice = {
    name: "alice",
    accessKeyId: textAt(key, "AccessKey", "AccessKeyId"),
    secretAccessKey: textAt(key, "AccessKey", "SecretAccessKey"),
  };
  await taskDefinitions(voyage, story);
};

const taskDefinitions = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root } = voyage.harbour;
  await voyage.call(
    root,
    "iam",
    "CreateRole",
    { RoleName: "webTaskRole", AssumeRolePolicyDocument: trust("ecs-tasks.amazonaws.com") },
    { ok: true, because: "a role for the tasks of web" },
  );
  const web = {
    name: "web",
    image: IMAGE,
    memory: 64,
    entryPoint: ["/bin/sh", "-c"],
    command: ["echo landed > /www/index.html; trap 'exit 7' TERM; httpd -f -p 8080 -h /www & wait"],
    portMappings: [{ containerPort: 8080 }],
  };
  for (const [family, extra] of [
    ["web", { taskRoleArn: story.taskRoleArn }],
    ["batch", {}],
  ] as const) {
    await voyage.call(
      root,
      "ecs",
      "RegisterTaskDefinition",
      { family, ...extra, containerDefinitions: [{ ...web, name: family }] },
      {
        ok: true,
        because: `${family}:1 is registered`,
        check: (output) => at(output, "taskDefinition", "revision") === 1,
      },
    );
  }
};
