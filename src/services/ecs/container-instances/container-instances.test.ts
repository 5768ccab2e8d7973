import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerInstance } from "@aws-sdk/client-ecs";
import {
  ACCOUNT,
  awsError,
  openTestPlane,
  REGISTRATION,
  type TestPlane,
} from "../agents/testing/test-plane.ts";

const described = async (plane: TestPlane, arn: string, include: readonly string[] = []) => {
  const { containerInstances } = await plane.call<{ containerInstances: ContainerInstance[] }>(
    "DescribeContainerInstances",
    { cluster: "demo", containerInstances: [arn], include },
  );
  return containerInstances[0];
};

const DOCUMENT = {
  accountId: ACCOUNT,
  architecture: "x86_64",
  availabilityZone: "us-west-2b",
  imageId: "ami-1",
  instanceId: "i-0123456789abcdef0",
  instanceType: "t3.large",
  region: "us-west-2",
};

// Section 3.1 of the agent's protocol.
describe("RegisterContainerInstance", () => {
  it("repeats every attribute that has a value, and adds those of the identity document", async () => {
    const plane = await openTestPlane();
    const { arn, attributes } = await plane.register({
      instanceIdentityDocument: JSON.stringify(DOCUMENT),
      attributes: [...REGISTRATION.attributes, { name: "stack", value: "prod" }],
    });
    const values = new Map(attributes.map(({ name, value }) => [name, value]));
    for (const { name, ...rest } of REGISTRATION.attributes) {
      assert.ok(values.has(name));
      if ("value" in rest) assert.equal(values.get(name), rest.value);
    }
    assert.equal(values.get("stack"), "prod");
    assert.equal(values.get("ecs.availability-zone"), "us-west-2b");
    assert.equal(values.get("ecs.instance-type"), "t3.large");
    assert.equal(values.get("ecs.ami-id"), "ami-1");
    assert.equal(values.get("ecs.cpu-architecture"), "x86_64");
    const instance = await described(plane, arn);
    assert.equal(instance?.ec2InstanceId, "i-0123456789abcdef0");
    assert.equal(instance?.status, "ACTIVE");
    assert.match(arn, /^arn:aws:ecs:us-west-2:123456789012:container-instance\/demo\/[0-9a-f]{32}$/);
    await plane.close();
  });

  it("answers a repetition with the same instance", async () => {
    const plane = await openTestPlane();
    const first = await plane.register({ clientToken: "t" });
    const second = await plane.register({ clientToken: "t" });
    const third = await plane.register({ clientToken: "u" });
    assert.equal(second.arn, first.arn);
    assert.notEqual(third.arn, first.arn);
    await plane.close();
  });

  it("brings a known instance up to date and keeps what the agent sends only once", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register({
      attributes: [...REGISTRATION.attributes, { name: "stack", value: "prod" }],
    });
    await plane.connectedAgent(arn);
    await plane.define();
    await plane.run();
    const again = await plane.register({
      containerInstanceArn: arn,
      totalResources: [
        { name: "CPU", type: "INTEGER", integerValue: 4096 },
        { name: "MEMORY", type: "INTEGER", integerValue: 8192 },
      ],
      attributes: [{ name: "ecs.os-type", value: "linux" }],
    });
    assert.equal(again.arn, arn);
    assert.deepEqual(again.attributes, [
      { name: "stack", value: "prod" },
      { name: "ecs.os-type", value: "linux" },
    ]);
    const instance = await described(plane, arn);
    const remaining = instance?.remainingResources?.find(({ name }) => name === "CPU")?.integerValue;
    assert.equal(remaining, 4096 - 128);
    assert.equal(instance?.pendingTasksCount, 1);
    await plane.close();
  });

  for (const [name, input, code, message] of [
    ["an unknown cluster", { cluster: "nope" }, "ClientException", "Cluster not found."],
    [
      "an unknown instance",
      { containerInstanceArn: `arn:aws:ecs:us-west-2:${ACCOUNT}:container-instance/demo/1` },
      "ClientException",
      "Referenced container instance 1 not registered.",
    ],
    [
      "another cluster's instance",
      { containerInstanceArn: `arn:aws:ecs:us-west-2:${ACCOUNT}:container-instance/other/1` },
      "InvalidParameterException",
      /Identifier is for cluster other/,
    ],
    [
      "a document that is none",
      { instanceIdentityDocument: "{" },
      "ClientException",
      /identity document is not valid/,
    ],
    [
      "another account's document",
      { instanceIdentityDocument: '{"accountId":"999999999999"}' },
      "ClientException",
      /belongs to another account/,
    ],
    ["a strange attribute", { attributes: [{ name: "a b" }] }, "InvalidParameterException", /attribute name/],
    [
      "less than no CPU",
      { totalResources: [{ name: "CPU", type: "INTEGER", integerValue: -1 }] },
      "InvalidParameterException",
      /CPU/,
    ],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const plane = await openTestPlane();
      await assert.rejects(plane.register(input), awsError(code, message));
      await plane.close();
    });
  }

  it("refuses an inactive instance and a change of its type", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register({ instanceIdentityDocument: JSON.stringify(DOCUMENT) });
    await assert.rejects(
      plane.register({
        containerInstanceArn: arn,
        instanceIdentityDocument: JSON.stringify({ ...DOCUMENT, instanceType: "m5.large" }),
      }),
      awsError("ClientException", "Container instance type changes are not supported."),
    );
    await plane.call("DeregisterContainerInstance", { cluster: "demo", containerInstance: arn });
    await assert.rejects(
      plane.register({ containerInstanceArn: arn }),
      // https://github.com/aws/amazon-ecs-agent/issues/583
      awsError("ClientException", /^Container instance [0-9a-f]{32} is inactive\.$/),
    );
    await plane.close();
  });
});

describe("DeregisterContainerInstance", () => {
  it("refuses an instance with tasks, and orphans them when forced", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define();
    const task = (await plane.run()).tasks?.[0]?.taskArn ?? "";
    const input = { cluster: "demo", containerInstance: arn };
    await assert.rejects(
      plane.call("DeregisterContainerInstance", input),
      awsError("InvalidParameterException", "Found running tasks on the instance."),
    );
    const { containerInstance } = await plane.call<{ containerInstance: ContainerInstance }>(
      "DeregisterContainerInstance",
      { ...input, force: true },
    );
    assert.equal(containerInstance.status, "INACTIVE");
    const ended = await plane.describe(task);
    assert.equal(ended.lastStatus, "STOPPED");
    assert.equal(ended.stoppedReason, "Container instance deregistration forced by user.");
    // A late report of the orphan is taken and changes nothing of why it ended.
    await plane.call("SubmitTaskStateChange", {
      cluster: "demo",
      task,
      status: "STOPPED",
      containers: [{ containerName: "app", status: "STOPPED", exitCode: 0 }],
    });
    assert.equal(
      (await plane.describe(task)).stoppedReason,
      "Container instance deregistration forced by user.",
    );
    const { containerInstanceArns } = await plane.call("ListContainerInstances", { cluster: "demo" });
    assert.deepEqual(containerInstanceArns, []);
    await plane.close();
  });
});

describe("ListContainerInstances", () => {
  it("filters by status and by an expression", async () => {
    const plane = await openTestPlane();
    const prod = await plane.register({ attributes: [{ name: "stack", value: "prod" }] });
    const test = await plane.register({ attributes: [{ name: "stack", value: "test" }] });
    await plane.call("UpdateContainerInstancesState", {
      cluster: "demo",
      containerInstances: [test.arn],
      status: "DRAINING",
    });
    const list = async (input: object) =>
      (await plane.call("ListContainerInstances", { cluster: "demo", ...input }))["containerInstanceArns"];
    assert.deepEqual(await list({ status: "DRAINING" }), [test.arn]);
    assert.deepEqual(await list({ filter: "attribute:stack == prod" }), [prod.arn]);
    assert.deepEqual(await list({}), [prod.arn, test.arn].sort());
    await assert.rejects(
      list({ filter: "attribute:stack =" }),
      awsError("InvalidParameterException", /position 17/),
    );
    await plane.close();
  });
});

describe("UpdateContainerInstancesState", () => {
  it("refuses other statuses and reports what is not there", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const update = (status: string, containerInstances: readonly string[]) =>
      plane.call("UpdateContainerInstancesState", { cluster: "demo", containerInstances, status });
    await assert.rejects(
      update("INACTIVE", [arn]),
      awsError("InvalidParameterException", /status should be one of \[ACTIVE,DRAINING\]$/),
    );
    const { failures } = await update("DRAINING", ["0".repeat(32)]);
    assert.deepEqual(failures, [
      {
        arn: `arn:aws:ecs:us-west-2:${ACCOUNT}:container-instance/demo/${"0".repeat(32)}`,
        reason: "MISSING",
      },
    ]);
    await plane.close();
  });
});

describe("UpdateContainerAgent", () => {
  it("tells an agent that is away from one that has no update", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    const update = () => plane.call("UpdateContainerAgent", { cluster: "demo", containerInstance: arn });
    await assert.rejects(update(), awsError("InvalidParameterException", /not connected/));
    await plane.connectedAgent(arn);
    await assert.rejects(update(), awsError("NoUpdateAvailableException", /1\.105\.1/));
    await plane.close();
  });
});
