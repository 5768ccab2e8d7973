import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Storage } from "../../../state/index.ts";
import { HEARTBEAT_INTERVAL } from "./heartbeat.ts";
import { ACCOUNT, awsError, openTestPlane, SCOPE, TASKS_TRUST, tasksOf } from "./testing/test-plane.ts";

/** A storage whose commits wait until they are let go. */
const gatedStorage = () => {
  let open = Promise.resolve();
  let letGo = (): void => {};
  const storage: Storage = { load: async () => [], commit: () => open, close: async () => {} };
  return {
    storage,
    shut: () => {
      open = new Promise((resolve) => {
        letGo = resolve;
      });
    },
    open: () => letGo(),
  };
};

const credentialsOf = (message: Record<string, unknown> | undefined): Record<string, string> =>
  (message?.["roleCredentials"] ?? {}) as Record<string, string>;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const taskRole = async (plane: Awaited<ReturnType<typeof openTestPlane>>, name: string): Promise<string> => {
  await plane.call("CreateRole", { RoleName: name, AssumeRolePolicyDocument: TASKS_TRUST });
  return `arn:aws:iam::${ACCOUNT}:role/${name}`;
};

describe("an ACS connection", () => {
  it("begins with a heartbeat and ends with a manifest above every number sent", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define();
    await plane.run({ count: 3 });
    const again = await plane.connectedAgent(arn);
    const numbers = again.ofType("PayloadMessage").map((message) => message["seqNum"] as number);
    const [manifest] = again.ofType("TaskManifestMessage");
    assert.equal(again.sent[0]?.type, "HeartbeatMessage");
    assert.equal(numbers.length, 3);
    assert.deepEqual(
      numbers,
      numbers.toSorted((left, right) => left - right),
    );
    assert.ok((manifest?.["timeline"] as number) > Math.max(...numbers));
    assert.equal(tasksOf(manifest).length, 3);
    await plane.close();
  });

  it("carries no payload before the task is durable", async () => {
    const gate = gatedStorage();
    const plane = await openTestPlane({ storage: gate.storage });
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.define();
    gate.shut();
    const running = plane.run();
    for (let round = 0; round < 5; round++) await turn();
    assert.equal(agent.ofType("PayloadMessage").length, 0);
    gate.open();
    await running;
    await agent.waitFor("PayloadMessage");
    await plane.close();
  });

  it("sends again, in order, what was not acknowledged", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const first = await plane.connectedAgent(arn);
    await plane.define();
    const { tasks } = await plane.run({ count: 3 });
    const payloads = await first.waitFor("PayloadMessage", 3);
    first.receive("AckRequest", { messageId: payloads[1]?.["messageId"] });
    await turn();
    await plane.state.transact(() => {});
    first.close(1006);
    const second = await plane.connectedAgent(arn, { sendCredentials: "false" });
    const sent = second.ofType("PayloadMessage").map((message) => tasksOf(message)[0]?.["arn"]);
    assert.deepEqual(sent, [tasks?.[0]?.taskArn, tasks?.[2]?.taskArn]);
    await plane.close();
  });

  it("does not send twice on one connection", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.define();
    const { tasks } = await plane.run();
    await agent.waitFor("PayloadMessage");
    const report = { cluster: "demo", task: tasks?.[0]?.taskArn, status: "PENDING" };
    await plane.call("SubmitTaskStateChange", {
      ...report,
      containers: [{ containerName: "app", imageDigest: "sha256:1" }],
    });
    await turn();
    assert.equal(agent.ofType("PayloadMessage").length, 1);
    await plane.close();
  });

  it("gives way to a newer one", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const older = await plane.connectedAgent(arn);
    const newer = await plane.connectedAgent(arn);
    assert.equal(older.closedWith, 1000);
    plane.world.advance(10_000);
    await plane.define();
    await plane.run();
    await newer.waitFor("PayloadMessage");
    assert.equal(older.ofType("PayloadMessage").length, 0);
    await plane.close();
  });

  it("is cut when two heartbeats go unanswered", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    agent.receive("HeartbeatAckRequest", { messageId: agent.ofType("HeartbeatMessage")[0]?.["messageId"] });
    plane.world.advance(2 * HEARTBEAT_INTERVAL);
    assert.equal(agent.closedWith, undefined);
    assert.equal(agent.ofType("HeartbeatMessage").length, 3);
    plane.world.advance(HEARTBEAT_INTERVAL);
    assert.equal(agent.closedWith, 1006);
    await plane.close();
  });

  it("shows as agentConnected, and not for long after its end", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const connected = async (): Promise<boolean | undefined> => {
      const { containerInstances } = await plane.call<{ containerInstances: { agentConnected?: boolean }[] }>(
        "DescribeContainerInstances",
        { cluster: "demo", containerInstances: [arn] },
      );
      return containerInstances[0]?.agentConnected;
    };
    assert.equal(await connected(), false);
    const agent = await plane.connectedAgent(arn);
    assert.equal(await connected(), true);
    agent.close(1006);
    await turn();
    assert.equal(await connected(), true);
    const back = await plane.connectedAgent(arn);
    plane.world.advance(5000);
    assert.equal(await connected(), true);
    back.close(1006);
    await turn();
    plane.world.advance(5000);
    assert.equal(await connected(), false);
    await plane.close();
  });

  it("stops what an agent has that it should not have, and nothing else", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.define();
    const { tasks } = await plane.run({ count: 1 });
    const [manifest] = agent.ofType("TaskManifestMessage");
    const foreign = `arn:aws:ecs:us-west-2:${ACCOUNT}:task/demo/${"f".repeat(32)}`;
    agent.receive("TaskStopVerificationMessage", {
      messageId: manifest?.["messageId"],
      stopCandidates: [
        { taskArn: tasks?.[0]?.taskArn, taskClusterArn: "c", desiredStatus: "STOPPED" },
        { taskArn: foreign, taskClusterArn: "c", desiredStatus: "STOPPED" },
      ],
    });
    const [answer] = await agent.waitFor("TaskStopVerificationAck");
    assert.equal(answer?.["messageId"], manifest?.["messageId"]);
    assert.deepEqual(answer?.["stopTasks"], [
      { taskArn: foreign, taskClusterArn: "c", desiredStatus: "STOPPED" },
    ]);
    await plane.close();
  });

  it("survives frames that are none", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    for (const text of [
      "",
      "{",
      "null",
      "[]",
      '"x"',
      '{"type":1}',
      '{"type":"AckRequest"}',
      '{"type":"TaskStopVerificationMessage","message":{"messageId":5}}',
    ]) {
      agent.receiveRaw(text);
    }
    agent.receive("AckRequest", { messageId: "never sent" });
    await plane.define();
    await plane.run();
    await agent.waitFor("PayloadMessage");
    await plane.close();
  });
});

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

describe("an upgrade", () => {
  const session = (name: string) => ({
    principal: {
      type: "AssumedRole" as const,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/ecsInstanceRole/${name}`,
      accountId: ACCOUNT,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/ecsInstanceRole`,
    },
    userId: `AROA:${name}`,
    session: { name, issuedAt: 0, expiresAt: Number.MAX_SAFE_INTEGER },
  });

  it("is refused for an instance that was deregistered, and its connection closed", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const agent = await plane.connectedAgent(arn);
    await plane.call("DeregisterContainerInstance", { cluster: "demo", containerInstance: arn });
    await agent.until(() => agent.closedWith !== undefined);
    assert.equal(agent.closedWith, 1000);
    await assert.rejects(plane.connect(arn), awsError("InactiveInstanceException", /is inactive\.$/));
    await plane.close();
  });

  it("is refused for an instance that is not there", async () => {
    const plane = await openTestPlane();
    await assert.rejects(
      plane.connect("0".repeat(32)),
      awsError("InvalidInstanceException", /is not registered/),
    );
    await plane.close();
  });

  it("is refused without ecs:Poll", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await assert.rejects(
      plane.connect(arn, {}, session("i-0123456789abcdef0")),
      awsError(
        "AccessDeniedException",
        /not authorized to perform: ecs:Poll on resource: arn:aws:ecs:us-west-2:123456789012:container-instance\/demo\//,
      ),
    );
    await assert.rejects(
      plane.connect(arn, {}, session("i-0123456789abcdef0"), "tcs"),
      awsError("AccessDeniedException", /not authorized to perform: ecs:StartTelemetrySession/),
    );
    await plane.close();
  });

  it("is refused to another machine's instance profile", async () => {
    const plane = await openTestPlane();
    const document = JSON.stringify({
      accountId: ACCOUNT,
      instanceId: "i-0123456789abcdef0",
      region: SCOPE.region,
    });
    const { arn } = await plane.register({ instanceIdentityDocument: document });
    await plane.call("CreateRole", { RoleName: "ecsInstanceRole", AssumeRolePolicyDocument: TASKS_TRUST });
    await plane.call("PutRolePolicy", {
      RoleName: "ecsInstanceRole",
      PolicyName: "all",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "ecs:*", Resource: "*" },
      }),
    });
    const { Role } = await plane.call<{ Role: { RoleId: string } }>("GetRole", {
      RoleName: "ecsInstanceRole",
    });
    const as = (name: string) => ({
      ...session(name),
      userId: `${Role.RoleId}:${name}`,
      roleId: Role.RoleId,
    });
    await assert.rejects(
      plane.connect(arn, {}, as("i-0fedcba9876543210")),
      awsError("AccessDeniedException", /ecs:Poll/),
    );
    await assert.rejects(
      plane.register(
        { containerInstanceArn: arn, instanceIdentityDocument: document },
        as("i-0fedcba9876543210"),
      ),
      awsError("AccessDeniedException", /ecs:RegisterContainerInstance/),
    );
    await plane.connect(arn, {}, as("i-0123456789abcdef0"));
    await plane.close();
  });
});
