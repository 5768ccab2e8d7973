import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setScene, taskRole } from "../testing/scene.ts";
import { sendTask } from "../testing/stub-control-plane.ts";
import { newTaskArn, payloadTask } from "../testing/tasks.ts";

const secretArn = "arn:aws:secretsmanager:us-west-2:123456789012:secret:db-a1b2c3";
const executionRoleCredentials = { ...taskRole, credentialsId: "execution-role-id" };

test("secrets are read with the execution role and become variables; they are never saved by the agent", async (context) => {
  const { stub, join: start, dataDirectory } = await setScene(context);
  stub.answers.set("GetParameters", ({ Names }) => ({
    Parameters: [{ Name: (Names as readonly string[])[0], Value: "from-ssm" }],
  }));
  stub.answers.set("GetSecretValue", ({ SecretId, VersionStage }) => ({
    SecretString: JSON.stringify({ user: "captain", of: SecretId, stage: VersionStage }),
  }));
  const { arn, agent } = await start();
  const task = newTaskArn();
  const secrets = [
    { name: "A", valueFrom: "/app/a", provider: "ssm" },
    { name: "B", valueFrom: `${secretArn}:user:AWSCURRENT:`, provider: "asm" },
    { name: "C", valueFrom: secretArn, provider: "asm" },
  ];
  sendTask(stub, arn, payloadTask(task, { secrets }, { executionRoleCredentials }));
  await stub.reported(task, "RUNNING");
  const calls = stub.calls.entries.filter(({ operation }) => /^Get(Parameters|SecretValue)$/.test(operation));
  assert.ok(calls.every(({ accessKeyId }) => accessKeyId === taskRole.accessKeyId));
  await agent.stop();
  const containers = await readFile(join(dataDirectory, "simulated-containers.jsonl"), "utf8");
  assert.match(containers, /"A=from-ssm"/);
  assert.match(containers, /"B=captain"/);
  assert.match(containers, new RegExp(`"C=.*${secretArn}`));
  const saved = await readFile(join(dataDirectory, "agent.jsonl"), "utf8");
  assert.doesNotMatch(saved, /from-ssm|captain/);
  assert.deepEqual(stub.faults, []);
});

const failures = [
  [
    "a denied call",
    { provider: "ssm", valueFrom: "a" },
    true,
    /unable to pull secrets: AccessDeniedException: no/,
  ],
  [
    "no execution role",
    { provider: "ssm", valueFrom: "a" },
    false,
    /no execution role credentials have come/,
  ],
  [
    "a key that is not there",
    { provider: "asm", valueFrom: `${secretArn}:none::` },
    true,
    /has no JSON key none/,
  ],
] as const;
for (const [name, secret, withRole, reason] of failures)
  test(`${name} stops the task with a reason that holds no secret`, async (context) => {
    const { stub, join: start } = await setScene(context);
    stub.refusals.set("GetParameters", { status: 400, code: "AccessDeniedException", message: "no" });
    stub.answers.set("GetSecretValue", () => ({ SecretString: '{"user":"captain"}' }));
    const { arn } = await start();
    const task = newTaskArn();
    const secrets = [{ name: "A", ...secret }];
    sendTask(stub, arn, payloadTask(task, { secrets }, withRole ? { executionRoleCredentials } : {}));
    const report = JSON.stringify(await stub.reported(task, "STOPPED"));
    assert.match(report, /ResourceInitializationError: /);
    assert.match(report, reason);
    assert.doesNotMatch(report, /captain/);
  });
