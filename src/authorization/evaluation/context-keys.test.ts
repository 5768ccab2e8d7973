import assert from "node:assert/strict";
import { it } from "node:test";
import { compilePolicy, contextKeysOf } from "../index.ts";

const policyOf = (version: string) =>
  compilePolicy(
    JSON.stringify({
      Version: version,
      Statement: {
        Effect: "Allow",
        Action: "*",
        Resource: ["arn:aws:s3:::b/${aws:username}/${*}", "arn:aws:s3:::b/${aws:PrincipalTag/team, 'all'}"],
        Condition: {
          StringLike: { "ecs:cluster": ["a", "${aws:userid}"], "AWS:UserName": "x" },
          Null: { "aws:TokenIssueTime": "true" },
        },
      },
    }),
    { kind: "inline", name: "p" },
  );

it("finds context keys in conditions and in policy variables, each once", () => {
  assert.deepEqual(contextKeysOf([policyOf("2012-10-17"), policyOf("2012-10-17")]), [
    "aws:username",
    "aws:PrincipalTag/team",
    "ecs:cluster",
    "aws:userid",
    "aws:TokenIssueTime",
  ]);
});

it("finds none in what is no variable in the old language", () => {
  assert.deepEqual(contextKeysOf([policyOf("2008-10-17")]), [
    "ecs:cluster",
    "AWS:UserName",
    "aws:TokenIssueTime",
  ]);
});
