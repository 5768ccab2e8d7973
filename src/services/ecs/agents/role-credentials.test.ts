import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ACCOUNT, openTestPlane, TASKS_TRUST, tasksOf } from "./testing/test-plane.ts";

const credentialsOf = (message: Record<string, unknown> | undefined): Record<string, string> =>
  (message?.["roleCredentials"] ?? {}) as Record<string, string>;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const taskRole = async (plane: Awaited<ReturnType<typeof openTestPlane>>, name: string): Promise<string> => {
  await plane.call("CreateRole", { RoleName: name, AssumeRolePolicyDocument: TASKS_TRUST });
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
};

describe("a role's credentials", () => {
  it("come with the task, again on request, and anew before they end", async () => {
    const plane = await openTestPlane();
    const roleArn = await taskRole(plane, "app");
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.define(undefined, { taskRoleArn: roleArn });
    await plane.run();
    const [payload] = await agent.waitFor("PayloadMessage");
    const inline = credentialsOf(tasksOf(payload)[0]);
    assert.equal(inline["roleArn"], roleArn);
    assert.match(inline["credentialsId"] ?? "", /^[0-9a-f-]{36}$/);
    assert.match(inline["accessKeyId"] ?? "", /^ASIA/);
    assert.equal(Date.parse(inline["expiration"] ?? "") - plane.world.now(), 6 * 3600 * 1000);
    agent.receive("AckRequest", { messageId: payload?.["messageId"] });
    await turn();
    await plane.state.transact(() => {});

    const reconnected = await plane.connectedAgent(arn, { sendCredentials: "false" });
    assert.equal(reconnected.ofType("IAMRoleCredentialsMessage").length, 0);
    const restarted = await plane.connectedAgent(arn, { sendCredentials: "true" });
    const [message] = restarted.ofType("IAMRoleCredentialsMessage");
    const again = credentialsOf(message);
    assert.equal(message?.["roleType"], "TaskApplication");
    assert.equal(again["credentialsId"], inline["credentialsId"]);
    assert.notEqual(again["sessionToken"], inline["sessionToken"]);

    for (let minute = 0; minute < 6 * 60; minute += 1) {
      for (const beat of restarted.ofType("HeartbeatMessage").slice(-1)) {
        restarted.receive("HeartbeatAckRequest", { messageId: beat["messageId"] });
      }
      plane.world.advance(30_000);
      for (const beat of restarted.ofType("HeartbeatMessage").slice(-1)) {
        restarted.receive("HeartbeatAckRequest", { messageId: beat["messageId"] });
      }
      plane.world.advance(30_000);
    }
    const refreshed = await restarted.waitFor("IAMRoleCredentialsMessage", 2);
    assert.equal(credentialsOf(refreshed[1])["credentialsId"], inline["credentialsId"]);
    assert.ok(refreshed.length < 5);
    await plane.close();
  });

  it("that cannot be had any more end the task with AWS's words", async () => {
    const plane = await openTestPlane();
    const roleArn = await taskRole(plane, "app");
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    agent.close(1006);
    await plane.define(undefined, { taskRoleArn: roleArn });
    // The cluster has yet to notice that the agent is away, so the task is placed and waits for it.
    const { tasks } = await plane.run();
    await plane.call("DeleteRole", { RoleName: "app" });
    const back = await plane.connectedAgent(arn);
    const [payload] = await back.waitFor("PayloadMessage");
    assert.equal(tasksOf(payload)[0]?.["desiredStatus"], "STOPPED");
    const task = await plane.describe(tasks?.[0]?.taskArn ?? "");
    assert.equal(task.stopCode, "TaskFailedToStart");
    assert.match(
      task.stoppedReason ?? "",
      /^ECS was unable to assume the role 'arn:aws:iam::123456789012:role\/app'/,
    );
    await plane.close();
  });
});
