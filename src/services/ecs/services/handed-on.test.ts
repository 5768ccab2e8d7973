import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Failure, Tag, Task } from "@aws-sdk/client-ecs";
import { APP } from "../agents/testing/test-plane.ts";
import { Fleet } from "../scheduler/services/testing/fleet.ts";

const MANAGED = [
  { key: "aws:ecs:clusterName", value: "demo" },
  { key: "aws:ecs:serviceName", value: "web" },
];

/** What the one task of a service has, made with these members. */
const tagsOf = async (input: object): Promise<readonly Tag[]> => {
  const fleet = await Fleet.open(1);
  await fleet.plane.define([APP], { family: "tagged", tags: [{ key: "of", value: "definition" }] });
  await fleet.create({
    taskDefinition: "tagged",
    desiredCount: 1,
    tags: [{ key: "of", value: "service" }],
    ...input,
  });
  await fleet.settle();
  const tasks = await fleet.tasks();
  const answer = await fleet.plane.call<{ tasks: Task[] }>("DescribeTasks", {
    cluster: "demo",
    tasks,
    include: ["TAGS"],
  });
  await fleet.plane.close();
  return [...(answer.tasks[0]?.tags ?? [])].sort((left, right) =>
    (left.key ?? "") < (right.key ?? "") ? -1 : 1,
  );
};

// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
describe("the tags of a service's tasks", () => {
  for (const [input, expected] of [
    [{}, []],
    [{ propagateTags: "NONE" }, []],
    [{ propagateTags: "SERVICE" }, [{ key: "of", value: "service" }]],
    [{ propagateTags: "TASK_DEFINITION" }, [{ key: "of", value: "definition" }]],
    [{ enableECSManagedTags: true }, MANAGED],
    [{ enableECSManagedTags: true, propagateTags: "SERVICE" }, [...MANAGED, { key: "of", value: "service" }]],
  ] as const) {
    it(`are as it asks: ${JSON.stringify(input)}`, async () =>
      assert.deepEqual(await tagsOf(input), expected));
  }
});

describe("the protection of a service's tasks", () => {
  it("is not given to more tasks once there are more protected ones than there should be tasks", async () => {
    const fleet = await Fleet.open(2);
    await fleet.create({ desiredCount: 3 });
    await fleet.settle();
    const tasks = await fleet.tasks();
    const protect = (protectionEnabled: boolean) =>
      fleet.plane.call<{ failures: Failure[] }>("UpdateTaskProtection", {
        cluster: "demo",
        tasks,
        protectionEnabled,
      });
    assert.deepEqual((await protect(true)).failures, []);
    await fleet.update({ desiredCount: 1 });
    await fleet.settle();
    const { failures } = await protect(true);
    assert.deepEqual(
      failures.map(({ reason }) => reason),
      ["DEPLOYMENT_BLOCKED", "DEPLOYMENT_BLOCKED", "DEPLOYMENT_BLOCKED"],
    );
    assert.deepEqual((await protect(false)).failures, []);
    await fleet.settle();
    assert.equal((await fleet.tasks()).length, 1);
    await fleet.plane.close();
  });
});
