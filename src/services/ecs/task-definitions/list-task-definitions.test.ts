import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rejectsWith } from "../testing/rejects-with.ts";
import { openTestPlane, SCOPE, type TestPlane } from "../testing/test-plane.ts";
import { deleteTaskDefinitions } from "./delete-task-definitions.ts";
import { deregisterTaskDefinition } from "./deregister-task-definition.ts";
import { describeTaskDefinition } from "./describe-task-definition.ts";
import { listTaskDefinitionFamilies } from "./list-task-definition-families.ts";
import { listTaskDefinitions } from "./list-task-definitions.ts";
import { registerTaskDefinition } from "./register-task-definition.ts";

const ARN = "arn:aws:ecs:us-east-1:123456789012:task-definition";

const register = (plane: TestPlane, family: string): Promise<unknown> =>
  plane.call(registerTaskDefinition, {
    family,
    containerDefinitions: [{ name: "c", image: "i", memory: 8 }],
  });

/** `web` with eleven revisions of which the last is INACTIVE, `web-2`, and `old`, all of it INACTIVE. */
const open = async (): Promise<TestPlane> => {
  const plane = await openTestPlane();
  for (let index = 0; index < 11; index += 1) await register(plane, "web");
  await register(plane, "web-2");
  await register(plane, "old");
  await plane.call(deregisterTaskDefinition, { taskDefinition: "web:11" });
  await plane.call(deregisterTaskDefinition, { taskDefinition: `${ARN}/old:1` });
  return plane;
};

describe("lists of task definitions", () => {
  it("go by family, then by number", async () => {
    const plane = await open();
    const names = async (input: object): Promise<readonly string[]> => {
      const { taskDefinitionArns } = await plane.call(listTaskDefinitions, input);
      return (taskDefinitionArns ?? []).map((arn) => arn.slice(ARN.length + 1));
    };
    const active = Array.from({ length: 10 }, (_, index) => `web:${index + 1}`);
    assert.deepEqual(await names({}), [...active, "web-2:1"]);
    assert.deepEqual(await names({ sort: "DESC" }), ["web-2:1", ...active.toReversed()]);
    assert.deepEqual(await names({ familyPrefix: "web" }), active);
    assert.deepEqual(await names({ familyPrefix: "we" }), []);
    assert.deepEqual(await names({ status: "INACTIVE" }), ["old:1", "web:11"]);
  });

  it("come in pages that go with their filters", async () => {
    const plane = await open();
    const first = await plane.call(listTaskDefinitions, { maxResults: 4 });
    assert.equal(first.taskDefinitionArns?.length, 4);
    const second = await plane.call(listTaskDefinitions, { maxResults: 100, nextToken: first.nextToken });
    assert.equal(second.taskDefinitionArns?.length, 7);
    assert.equal(second.nextToken, undefined);
    await rejectsWith(
      plane.call(listTaskDefinitions, { status: "INACTIVE", nextToken: first.nextToken }),
      "InvalidParameterException",
      "Invalid token",
    );
    await rejectsWith(
      plane.call(listTaskDefinitions, { status: "GONE" as "ACTIVE" }),
      "InvalidParameterException",
      "status should be one of [ACTIVE,DELETE_IN_PROGRESS,INACTIVE]",
    );
  });

  it("of families know which are in use", async () => {
    const plane = await open();
    const families = async (input: object): Promise<unknown> =>
      (await plane.call(listTaskDefinitionFamilies, input)).families;
    assert.deepEqual(await families({}), ["old", "web", "web-2"]);
    assert.deepEqual(await families({ status: "ACTIVE", familyPrefix: "web" }), ["web", "web-2"]);
    assert.deepEqual(await families({ status: "INACTIVE" }), ["old"]);
  });

  it("are those of one account and region", async () => {
    const plane = await open();
    for (const scope of [
      { ...SCOPE, region: "eu-west-1" },
      { ...SCOPE, accountId: "999999999999" },
    ]) {
      assert.deepEqual((await plane.call(listTaskDefinitions, {}, { scope })).taskDefinitionArns, []);
      assert.deepEqual((await plane.call(listTaskDefinitionFamilies, {}, { scope })).families, []);
    }
  });
});

describe("a reference to a task definition", () => {
  it("by family means the latest ACTIVE revision", async () => {
    const plane = await open();
    const { taskDefinition } = await plane.call(describeTaskDefinition, { taskDefinition: "web" });
    assert.equal(taskDefinition?.revision, 10);
    const inactive = await plane.call(describeTaskDefinition, { taskDefinition: `${ARN}/web:11` });
    assert.equal(inactive.taskDefinition?.status, "INACTIVE");
    assert.ok(inactive.taskDefinition?.deregisteredAt);
  });

  for (const [reference, code, text] of [
    ["none", "ClientException", "Unable to describe task definition."],
    ["old", "ClientException", "Unable to describe task definition."],
    ["web:99", "ClientException", "Unable to describe task definition."],
    ["web:x", "ClientException", "Invalid revision number. Number: x"],
    ["web:1:2", "ClientException", "Too many colons in TaskDefinition: web:1:2"],
    ["a b", "ClientException", "Family contains invalid characters."],
    [
      "arn:aws:ecs:eu-west-1:123456789012:task-definition/web:1",
      "InvalidParameterException",
      "Invalid identifier: Identifier is for region eu-west-1. Your region is us-east-1",
    ],
    [
      "arn:aws:ecs:us-east-1:999999999999:task-definition/web:1",
      "InvalidParameterException",
      "Invalid identifier: Identifier is for account 999999999999. Your account is 123456789012",
    ],
    [
      "arn:aws:ecs:us-east-1:123456789012:cluster/web",
      "InvalidParameterException",
      "Unsupported resource type: cluster",
    ],
  ] as const) {
    it(`of ${reference} is refused`, async () => {
      const plane = await open();
      await rejectsWith(plane.call(describeTaskDefinition, { taskDefinition: reference }), code, text);
    });
  }

  it("must name a revision where something is lost", async () => {
    const plane = await open();
    const missing = ["ClientException", "Revision is missing."] as const;
    await rejectsWith(plane.call(deregisterTaskDefinition, { taskDefinition: "web" }), ...missing);
    await rejectsWith(plane.call(deleteTaskDefinitions, { taskDefinitions: ["web"] }), ...missing);
  });
});

describe("DeleteTaskDefinitions", () => {
  it("deletes what is INACTIVE and says why the rest stays", async () => {
    const plane = await open();
    const { taskDefinitions, failures } = await plane.call(deleteTaskDefinitions, {
      taskDefinitions: ["web:11", "web:1", "web:77"],
    });
    assert.deepEqual(
      taskDefinitions?.map(({ taskDefinitionArn, status }) => [taskDefinitionArn, status]),
      [[`${ARN}/web:11`, "DELETE_IN_PROGRESS"]],
    );
    assert.deepEqual(
      failures?.map(({ arn }) => arn),
      [`${ARN}/web:1`, `${ARN}/web:77`],
    );
    assert.deepEqual(
      plane.decisions.slice(-3).map(({ resource }) => resource),
      [`${ARN}/web:11`, `${ARN}/web:1`, `${ARN}/web:77`],
    );
  });
});
