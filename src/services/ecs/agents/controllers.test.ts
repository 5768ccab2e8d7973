import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createExpiry } from "./expiry.ts";
import { createPlaneWithMachine } from "./testing/machine.ts";
import { awsError } from "./testing/test-plane.ts";
import { createTestWorld } from "./testing/test-world.ts";

const settled = async (plane: { state: { transact: (work: () => void) => Promise<void> } }) => {
  for (let round = 0; round < 3; round++) await plane.state.transact(() => {});
};

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
describe("an EC2 instance that", () => {
  it("is terminated takes its container instance and tasks along", async () => {
    const { plane, arn, task, become } = await createPlaneWithMachine();
    await become("terminated");
    await settled(plane);
    const ended = await plane.describe(task);
    assert.equal(ended.lastStatus, "STOPPED");
    assert.equal(ended.stopCode, "TerminationNotice");
    assert.equal(ended.stoppedReason, "Host EC2 (instance i-0123456789abcdef0) terminated.");
    await assert.rejects(plane.connect(arn), awsError("InactiveInstanceException", /inactive/));
    await plane.close();
  });

  it("is stopped ends its tasks and stays a container instance", async () => {
    const { plane, arn, task, become } = await createPlaneWithMachine();
    await become("stopped");
    await settled(plane);
    const ended = await plane.describe(task);
    assert.equal(ended.stoppedReason, "Host EC2 (instance i-0123456789abcdef0) stopped.");
    assert.deepEqual((await plane.run()).failures, [{ arn, reason: "AGENT" }]);
    await plane.connectedAgent(arn);
    assert.equal((await plane.run()).tasks?.length, 1);
    await plane.close();
  });

  it("goes on running leaves its tasks alone", async () => {
    const { plane, task, become } = await createPlaneWithMachine();
    await become("running");
    await settled(plane);
    assert.equal((await plane.describe(task)).lastStatus, "PENDING");
    await plane.close();
  });
});

describe("expiry", () => {
  it("forgets each thing its life after its end, and not before", () => {
    const world = createTestWorld();
    const forgotten: string[] = [];
    const expiry = createExpiry(world, 1000, (keys) => forgotten.push(...keys));
    expiry.add("a", world.now());
    world.advance(500);
    expiry.add("b", world.now());
    expiry.add("c", world.now());
    expiry.remove("c");
    world.advance(499);
    assert.deepEqual(forgotten, []);
    world.advance(1);
    assert.deepEqual(forgotten, ["a"]);
    world.advance(500);
    assert.deepEqual(forgotten, ["a", "b"]);
    expiry.add("d", world.now());
    expiry.stop();
    world.advance(5000);
    assert.deepEqual(forgotten, ["a", "b"]);
  });
});
