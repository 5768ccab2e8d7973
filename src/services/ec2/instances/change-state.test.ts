import assert from "node:assert/strict";
import { test } from "node:test";
import type { InstanceStateChange } from "@aws-sdk/client-ec2";
import { addInstance } from "../testing/add-instance.ts";
import { scope, testPlane } from "../testing/test-plane.ts";
import type { InstanceStateName } from "./instance-state.ts";
import { instanceTable } from "./table.ts";

const id = "i-0123456789abcdef0";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html */
const cases: readonly (readonly [
  operation: string,
  from: InstanceStateName,
  outcome: InstanceStateName | RegExp,
])[] = [
  ["StopInstances", "running", "stopping"],
  ["StopInstances", "stopping", "stopping"],
  ["StopInstances", "stopped", "stopped"],
  ["StopInstances", "pending", /cannot be stopped as it has never reached the 'running' state/],
  ["StopInstances", "terminated", /is not in a state from which it can be stopped/],
  ["StartInstances", "stopped", "pending"],
  ["StartInstances", "running", "running"],
  ["StartInstances", "stopping", /is not in a state from which it can be started/],
  ["StartInstances", "terminated", /is not in a state from which it can be started/],
  ["TerminateInstances", "pending", "shutting-down"],
  ["TerminateInstances", "running", "shutting-down"],
  ["TerminateInstances", "stopped", "shutting-down"],
  ["TerminateInstances", "terminated", "terminated"],
  ["RebootInstances", "running", "running"],
  ["RebootInstances", "stopped", /is not in a state from which it can be rebooted/],
];

for (const [operation, from, outcome] of cases) {
  test(`${operation} of a ${from} instance: ${outcome}`, async () => {
    const plane = await testPlane();
    await addInstance(plane, { id, state: from });
    const call = plane.call<Record<string, InstanceStateChange[]>>(operation, { InstanceIds: [id] });
    if (typeof outcome !== "string") {
      await assert.rejects(call, { code: "IncorrectInstanceState", message: outcome });
      assert.equal(plane.state.table(instanceTable).get(id)?.state, from);
      return;
    }
    const [changes] = Object.values(await call);
    assert.equal(plane.state.table(instanceTable).get(id)?.state, outcome);
    if (operation === "RebootInstances") return;
    assert.equal(changes?.[0]?.PreviousState?.Name, from);
    assert.equal(changes?.[0]?.CurrentState?.Name, outcome);
  });
}

test("all or none: one wrong instance leaves the others as they are", async () => {
  const plane = await testPlane();
  await addInstance(plane, { id, state: "running" });
  const InstanceIds = [id, "i-0123456789abcdef1"];
  await assert.rejects(plane.call("TerminateInstances", { InstanceIds }), {
    message: "The instance ID 'i-0123456789abcdef1' does not exist",
  });
  assert.equal(plane.state.table(instanceTable).get(id)?.state, "running");
});

test("another account's instance does not exist", async () => {
  const plane = await testPlane();
  await addInstance(plane, { id, state: "running", accountId: "999999999999" });
  await assert.rejects(plane.call("TerminateInstances", { InstanceIds: [id] }), {
    code: "InvalidInstanceID.NotFound",
  });
});

test("a protected instance is not terminated", async () => {
  const plane = await testPlane();
  await addInstance(plane, { id, state: "running", disableApiTermination: true });
  await assert.rejects(plane.call("TerminateInstances", { InstanceIds: [id] }), {
    code: "OperationNotPermitted",
    message: `The instance '${id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
  });
});

test("termination is decided on the instance, with its tags and keys", async () => {
  const plane = await testPlane({
    policy: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "ec2:CreateTags", Resource: "*" },
        {
          Effect: "Allow",
          Action: "ec2:TerminateInstances",
          Resource: `arn:aws:ec2:${scope.region}:${scope.accountId}:instance/*`,
          Condition: { StringEquals: { "ec2:ResourceTag/team": "web", "ec2:InstanceType": "t3.micro" } },
        },
      ],
    },
  });
  await addInstance(plane, { id, state: "running" });
  await assert.rejects(plane.call("TerminateInstances", { InstanceIds: [id] }), {
    code: "UnauthorizedOperation",
  });
  await plane.call("CreateTags", { Resources: [id], Tags: [{ Key: "team", Value: "web" }] });
  await plane.call("TerminateInstances", { InstanceIds: [id] });
});
