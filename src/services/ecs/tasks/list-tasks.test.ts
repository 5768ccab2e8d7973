import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openTestPlane } from "../agents/testing/test-plane.ts";

const UNKNOWN_TASK = "0".repeat(32);

describe("ListTasks", () => {
  it("filters by everything it can and pages", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define();
    await plane.define(undefined, { family: "batch" });
    const web = await plane.run({ count: 3, startedBy: "me" });
    const batch = await plane.run({ taskDefinition: "batch", group: "night" });
    const arns = (response: { tasks?: { taskArn?: string | undefined }[] | undefined }) =>
      (response.tasks ?? []).map(({ taskArn }) => taskArn).sort();
    const list = async (input: object) =>
      (await plane.call<{ taskArns: string[] }>("ListTasks", { cluster: "demo", ...input })).taskArns;
    assert.deepEqual(await list({ family: "web" }), arns(web));
    assert.deepEqual(await list({ startedBy: "me" }), arns(web));
    assert.deepEqual(await list({ family: "batch" }), arns(batch));
    assert.deepEqual(await list({ containerInstance: arn }), [...arns(web), ...arns(batch)].sort());
    assert.deepEqual(await list({ launchType: "EXTERNAL" }), []);
    assert.deepEqual(await list({ desiredStatus: "STOPPED" }), []);
    assert.deepEqual(await list({ desiredStatus: "PENDING" }), []);
    const stopped = web.tasks?.[0]?.taskArn;
    await plane.call("StopTask", { cluster: "demo", task: stopped });
    assert.deepEqual(await list({ desiredStatus: "STOPPED" }), [stopped]);
    const pages: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await plane.call<{ taskArns: string[]; nextToken?: string }>("ListTasks", {
        cluster: "demo",
        maxResults: 2,
        nextToken,
      });
      assert.ok(page.taskArns.length <= 2);
      pages.push(...page.taskArns);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    assert.equal(new Set(pages).size, 3);
    await plane.close();
  });
});

describe("task protection", () => {
  it("is for the tasks of services only", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define();
    const task = (await plane.run()).tasks?.[0]?.taskArn;
    for (const name of ["GetTaskProtection", "UpdateTaskProtection"]) {
      const { failures } = await plane.call<{ failures: { arn: string; reason: string }[] }>(name, {
        cluster: "demo",
        tasks: [task, UNKNOWN_TASK],
        protectionEnabled: true,
      });
      assert.deepEqual(
        failures.map(({ reason }) => reason),
        ["TASK_NOT_VALID", "MISSING"],
      );
    }
    await plane.close();
  });
});
