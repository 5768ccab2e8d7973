import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { readTestFile, TestFileError } from "../index.ts";
import { fitsSchema } from "../testing/json-schema.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../docs/policy-test.schema.json", import.meta.url), "utf8"),
);
const fits = fitsSchema(schema);
const file = (test: object, others: object = {}) => ({ ...others, tests: [test] });
const can = (expectation: unknown) => file({ can: expectation });
const RUN = { action: "ecs:RunTask", resource: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1" };

const GOOD: readonly (readonly [what: string, value: object])[] = [
  ["the short form", can("ecs:ListClusters")],
  ["a list", can(["ecs:ListClusters", RUN])],
  [
    "several actions and resources",
    can({ action: ["ecs:RunTask", "ecs:StartTask"], resource: [RUN.resource, "*"] }),
  ],
  [
    "context of all kinds",
    can({ ...RUN, context: { "ecs:cluster": "x", "ecs:task-cpu": 256, "aws:TagKeys": ["a", true] } }),
  ],
  [
    "everything that is common",
    file({ can: RUN }, { $schema: "x", principal: { type: "role", name: "r" }, policies: [], context: {} }),
  ],
  [
    "a principal by its ARN",
    file({ principal: { arn: "arn:aws:iam::123456789012:role/ci/x", tags: { a: "b" } }, cannot: RUN }),
  ],
  [
    "levels of an organization",
    file({ scps: ["a.json", ["b.json", { Statement: [] }]], rcps: "c.json", can: RUN }),
  ],
  [
    "reasons",
    file({
      can: { ...RUN, because: { sid: "A" } },
      cannot: [
        { ...RUN, because: "implicitDeny" },
        { ...RUN, because: { layer: "scp" } },
      ],
    }),
  ],
  [
    "tags",
    can({
      ...RUN,
      resourceTags: { a: "b" },
      requestTags: { c: "d" },
      resourceAccount: "210987654321",
      comment: "x",
    }),
  ],
];

/** What is wrong, what is said of it, and whether the schema sees it too (it knows no actions and no resource types). */
const BAD: readonly (readonly [value: object, message: RegExp, seenBySchema: boolean])[] = [
  [{}, /needs "tests"/, true],
  [{ tests: [] }, /at least one test/, true],
  [{ tests: [{}] }, /needs "can" or "cannot"/, true],
  [file({ can: RUN, cant: [] }), /no "cant"; did you mean "can/, true],
  [file({ can: [] }), /needs "can" or "cannot"/, false],
  [file({ can: RUN }, { principle: {} }), /did you mean "principal"/, true],
  [can("ecs:RunTaks"), /did you mean "ecs:RunTask"/, false],
  [can("esc:RunTask"), /no service "esc"; did you mean/, false],
  [can("ecs:*"), /is no action/, true],
  [can("RunTask"), /is no action/, true],
  [can("ecs:RunTask"), /decided on a resource: add "resource": "arn:aws:ecs:<Region>/, false],
  [can({ action: "ecs:ListClusters", resource: RUN.resource }), /takes no resource/, false],
  [can({ ...RUN, because: "explicitDeny" }), /because/, true],
  [file({ cannot: { ...RUN, because: "denied" } }), /one of implicitDeny, explicitDeny/, true],
  [can({ ...RUN, because: { layer: "organization" } }), /because.layer is one of/, true],
  [can({ ...RUN, resourceAccount: "1" }), /twelve digits/, true],
  [file({ principal: { type: "group" }, can: RUN }), /principal.type is one of/, true],
  [file({ principal: { arn: "arn:aws:iam::1:user/a" }, can: RUN }), /principal.arn/, true],
  [
    file({ principal: { type: "user", arn: "arn:aws:iam::123456789012:role/a" }, can: RUN }),
    /is that of a role/,
    false,
  ],
  [file({ policies: [1], can: RUN }), /policies is a string/, true],
  [file({ policies: "arn:aws:iam::123456789012:policy/x", can: RUN }), /only AWS's own policies/, false],
  [can({ ...RUN, context: { a: { b: "c" } } }), /context.a is a string/, true],
  [can(7), /an expectation of can is an object/, true],
];

describe("a file of policy tests", () => {
  for (const [what, value] of GOOD)
    it(`may have ${what}`, () => {
      assert.ok(readTestFile("t.json", JSON.stringify(value)).tests.length > 0);
      assert.ok(fits(value), "the schema agrees");
    });

  for (const [value, message, seenBySchema] of BAD)
    it(`is refused: ${JSON.stringify(value)}`, () => {
      assert.throws(
        () => readTestFile("t.json", JSON.stringify(value)),
        (error) =>
          error instanceof TestFileError &&
          message.test(error.message) &&
          /^t\.json:1:\d+ /.test(error.message),
      );
      assert.equal(fits(value), !seenBySchema, "what the schema says");
    });

  it("is strict JSON, and what is wrong has its place", () => {
    const refusal = (source: string) => {
      try {
        readTestFile("t.json", source);
      } catch (error) {
        return error instanceof TestFileError ? error.message : String(error);
      }
      return "";
    };
    assert.match(refusal('{\n  // a comment\n  "tests": []\n}'), /^t\.json:2:3 /);
    assert.match(refusal('{"tests": [],}'), /^t\.json:1:14 /);
    assert.match(refusal('{"tests": [{"can": "ecs:ListClusters"}], "tests": []}'), /^t\.json:1:42 /);
    assert.match(refusal('{"tests": [{\n "can": [\n  "ecs:ListClusters",\n  "ecs:Lst"]}]}'), /^t\.json:4:3 /);
  });

  it("of any form is read or refused, and nothing else", () => {
    const word = fc.constantFrom(
      "tests",
      "can",
      "cannot",
      "action",
      "resource",
      "ecs:ListClusters",
      "principal",
      "type",
      "role",
      "policies",
      "context",
      "because",
      "__proto__",
      "*",
    );
    const json = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.oneof(word, fc.constantFrom<unknown>(null, 1, true)),
        fc.array(tie("node"), { maxLength: 3 }),
        fc.array(fc.tuple(word, tie("node")), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
      ),
    })).node;
    fc.assert(
      fc.property(json, (value) => {
        try {
          readTestFile("t.json", JSON.stringify({ tests: [value] }));
        } catch (error) {
          assert.ok(error instanceof TestFileError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});
