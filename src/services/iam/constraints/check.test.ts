import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { awsError } from "../testing/aws-error.ts";
import { checkConstraints } from "./check.ts";

const NAME = "Member must satisfy regular expression pattern: [\\w+=,.@-]+";
const one = (at: string, sentence: string): string =>
  `1 validation error detected: Value at '${at}' failed to satisfy constraint: ${sentence}`;

/** Bounds and patterns: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html and its like. */
const REFUSED: readonly (readonly [operation: string, input: object, message: string])[] = [
  ["CreateUser", { UserName: "a b" }, one("userName", NAME)],
  [
    "CreateUser",
    { UserName: "x".repeat(65) },
    one("userName", "Member must have length less than or equal to 64"),
  ],
  [
    "GetUser",
    { UserName: "x".repeat(129) },
    one("userName", "Member must have length less than or equal to 128"),
  ],
  [
    "GetUser",
    { UserName: "" },
    `2 validation errors detected: Value at 'userName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'userName' failed to satisfy constraint: ${NAME}`,
  ],
  [
    "CreateUser",
    { Path: "team" },
    one(
      "path",
      "Member must satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)",
    ),
  ],
  ["ListUsers", { MaxItems: 0 }, one("maxItems", "Member must have value greater than or equal to 1")],
  ["ListUsers", { MaxItems: 1001 }, one("maxItems", "Member must have value less than or equal to 1000")],
  ["ListPolicies", { Scope: "Mine" }, one("scope", "Member must satisfy enum value set")],
  ["UpdateAccessKey", { Status: "active" }, one("status", "Member must satisfy enum value set")],
  [
    "CreateRole",
    { MaxSessionDuration: 60 },
    one("maxSessionDuration", "Member must have value greater than or equal to 3600"),
  ],
  [
    "TagUser",
    {
      Tags: [
        { Key: "a", Value: "b" },
        { Key: "", Value: "b" },
      ],
    },
    "2 validation errors detected: Value at 'tags.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at 'tags.2.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
  ],
  [
    "TagUser",
    { Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" })) },
    one("tags", "Member must have length less than or equal to 50"),
  ],
  [
    "CreateAccountAlias",
    { AccountAlias: "a--b" },
    one(
      "accountAlias",
      "Member must satisfy regular expression pattern: [a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]",
    ),
  ],
];

const ACCEPTED: readonly (readonly [operation: string, input: object])[] = [
  ["CreateUser", { UserName: "a.b+c=d,e@f-g_h", Path: "/", Tags: [{ Key: "über / größe", Value: "" }] }],
  ["CreateUser", { UserName: "x".repeat(64), Path: "/a/b/" }],
  ["GetUser", {}],
  ["GetUser", { UserName: undefined }],
  ["ListUsers", { MaxItems: 1000, PathPrefix: "/team" }],
];

describe("the constraints of IAM's members", () => {
  for (const [operation, input, message] of REFUSED) {
    it(`${operation} refuses ${JSON.stringify(input).slice(0, 60)}`, () => {
      assert.throws(() => checkConstraints(operation, input), awsError("ValidationError", message, 400));
    });
  }
  for (const [operation, input] of ACCEPTED) {
    it(`${operation} takes ${JSON.stringify(input).slice(0, 60)}`, () => {
      checkConstraints(operation, input);
    });
  }
  it("takes no input at all for an empty one", () => {
    checkConstraints("ListUsers", undefined);
  });
});
