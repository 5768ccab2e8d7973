import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import type { RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { rejectsWith } from "../testing/rejects-with.ts";
import { openTestPlane, TASK_ROLE, type TestPlane } from "../testing/test-plane.ts";
import { registerTaskDefinition } from "./register-task-definition.ts";

/**
 * Bad input and AWS's answer to it, with where the text was seen. Where the source is the API reference, which
 * gives rules but no texts, the text is in AWS's manner.
 */
type Row = {
  readonly what: string;
  readonly input: RegisterTaskDefinitionRequest;
  readonly text: string;
  readonly source: string;
};

const ROWS = JSON.parse(
  readFileSync(new URL("./refusals.data.json", import.meta.url), "utf8"),
) as readonly Row[];

const task = (changes: object, container: object = {}): RegisterTaskDefinitionRequest => ({
  family: "web",
  containerDefinitions: [{ name: "web", image: "nginx", memory: 128, ...container }],
  ...changes,
});

describe("RegisterTaskDefinition refuses", () => {
  let plane: TestPlane;
  before(async () => {
    plane = await openTestPlane();
  });

  for (const { what, input, text, source } of ROWS) {
    it(`${what} (${source})`, () =>
      rejectsWith(plane.call(registerTaskDefinition, input), "ClientException", text));
  }

  it("a long family, a long image and a definition above 64 KiB", async () => {
    const refused = (input: RegisterTaskDefinitionRequest, text: string | RegExp): Promise<void> =>
      rejectsWith(plane.call(registerTaskDefinition, input), "ClientException", text);
    await refused(task({ family: "x".repeat(256) }), "Family should be 255 characters or less");
    // https://github.com/hashicorp/terraform-provider-aws/issues/22629
    await refused(task({}, { image: "x".repeat(256) }), "Container.image should be 255 characters or less");
    await refused(
      task({}, { command: ["x".repeat(70_000)] }),
      /^Actual length: '701[0-9]{2}'\. Max allowed length is '65536' bytes\.$/,
    );
  });

  it("an expression that cannot be read", () =>
    rejectsWith(
      plane.call(
        registerTaskDefinition,
        task({ placementConstraints: [{ type: "memberOf", expression: "attribute:a ==" }] }),
      ),
      "InvalidParameterException",
      /./,
    ));

  it("and takes no revision for what it refuses", async () => {
    const fresh = await openTestPlane();
    await assert.rejects(fresh.call(registerTaskDefinition, task({ cpu: "much" })));
    await assert.rejects(fresh.call(registerTaskDefinition, task({ taskRoleArn: "nobody" })));
    const answer = await fresh.call(
      registerTaskDefinition,
      task({ taskRoleArn: TASK_ROLE, executionRoleArn: "task" }),
    );
    assert.equal(answer.taskDefinition?.revision, 1);
    assert.equal(answer.taskDefinition?.executionRoleArn, TASK_ROLE);
  });
});
