import { policy } from "../../shared/policies.ts";
import type { Voyage } from "../../shared/voyage.ts";
import { notAllowed, type Story } from "../story.ts";

/** One family, in one cluster, with a role that has to be passed. */
export const runWebHere = async (voyage: Voyage, story: Story): Promise<void> => {
  const { root, accountId, region } = voyage.harbour;
  const { alice } = story;
  voyage.begin("4. alice may run web in harbour, and neither another family nor elsewhere");
  const definition = (name: string) => `arn:aws:ecs:${region}:${accountId}:task-definition/${name}`;
  const run = {
    Sid: "RunWeb",
    Effect: "Allow",
    Action: "ecs:RunTask",
    Resource: definition("web:*"),
    Condition: { ArnEquals: { "ecs:cluster": story.clusterArn } },
  };
  const pass = {
    Sid: "PassTaskRole",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: story.taskRoleArn,
    Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  };
  const put = (because: string, ...statements: readonly Readonly<Record<string, unknown>>[]) =>
    voyage.call(
      root,
      "iam",
      "PutUserPolicy",
      { UserName: "alice", PolicyName: "run-web", PolicyDocument: policy(...statements) },
      { ok: true, because },
    );
  const refused = (action: string, resource: string) => ({
    refused: "AccessDeniedException",
    status: 400,
    message: notAllowed(story.aliceArn, action, resource),
  });
  await put("alice may run web in harbour", run);
  const web = { cluster: "harbour", taskDefinition: "web" };
  await voyage.call(alice, "ecs", "RunTask", web, refused("iam:PassRole", story.taskRoleArn));
  await voyage.portreeve(["explain", "--last"], /iam:PassRole/);
  await put("… and pass its task role to ECS, but to a service that is not ECS", run, {
    ...pass,
    Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
  });
  await voyage.call(alice, "ecs", "RunTask", web, refused("iam:PassRole", story.taskRoleArn));
  await voyage.portreeve(["explain", "--last"], /iam:PassedToService[\s\S]*ecs-tasks\.amazonaws\.com/);
  await put("… and pass its task role to the tasks of ECS", run, pass);
  await voyage.call(alice, "ecs", "RunTask", web, {
    refused: "InvalidParameterException",
    status: 400,
    message: "No Container Instances were found in your cluster.",
  });
  await voyage.call(
    alice,
    "ecs",
    "RunTask",
    { ...web, taskDefinition: "batch" },
    refused("ecs:RunTask", definition("batch:1")),
  );
  await voyage.portreeve(["explain", "--last"], /run-web[\s\S]*RunWeb/);
  await voyage.call(
    alice,
    "ecs",
    "RunTask",
    { ...web, cluster: "shipyard" },
    refused("ecs:RunTask", definition("web:1")),
  );
  await voyage.portreeve(["explain", "--last"], /ecs:cluster[\s\S]*shipyard/);
};
