import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { holds, isAllowed, requestOf } from "../testing/cases.ts";
import { PAGES } from "../testing/pages.ts";
import type { RequestContext } from "../types.ts";

const ALICE: RequestContext = {
  "aws:username": "alice",
  "aws:PrincipalTag/team": "web",
  "aws:TagKeys": ["a"],
};
const V2012 = "2012-10-17";

type ConditionRow = readonly [
  what: string,
  operator: string,
  wanted: unknown,
  seen: string,
  expected: boolean,
  version?: string | null,
];
const IN_CONDITIONS: readonly ConditionRow[] = [
  ["a variable takes the value of its key", "StringEquals", "${aws:username}", "alice", true],
  ["and no other value", "StringEquals", "${aws:username}", "bob", false],
  ["within text", "StringEquals", "home/${aws:username}/x", "home/alice/x", true],
  ["several variables", "StringEquals", "${aws:username}-${aws:PrincipalTag/team}", "alice-web", true],
  ["key names ignore case", "StringEquals", "${AWS:UserName}", "alice", true],
  ["with wildcards beside it", "StringLike", "${aws:username}/*", "alice/notes", true],
  ["under StringEqualsIgnoreCase", "StringEqualsIgnoreCase", "${aws:username}", "ALICE", true],
  [
    "under ARN operators",
    "ArnLike",
    "arn:aws:iam::*:user/${aws:username}",
    "arn:aws:iam::1:user/alice",
    true,
  ],
  ["no value: equals nothing", "StringEquals", "${aws:userid}", "alice", false],
  ["no value: not even its own text", "StringEquals", "${aws:userid}", "${aws:userid}", false],
  ["no value: like nothing", "StringLike", "${aws:userid}*", "alice", false],
  ["no value: StringNotEquals matches", "StringNotEquals", "${aws:userid}", "alice", true],
  ["no value: StringNotLike matches", "StringNotLike", "${aws:userid}*", "alice", true],
  ["no value: another value may still match", "StringEquals", ["${aws:userid}", "alice"], "alice", true],
  ["a multivalued key is no value", "StringEquals", "${aws:TagKeys}", "a", false],
  ["the default stands in", "StringEquals", "${aws:userid, 'nobody'}", "nobody", true],
  ["the default gives way to a value", "StringEquals", "${aws:username, 'nobody'}", "alice", true],
  [
    "the default gives way to a value, not both",
    "StringEquals",
    "${aws:username, 'nobody'}",
    "nobody",
    false,
  ],
  ["an empty default", "StringEquals", "x${aws:userid, ''}", "x", true],
  [
    "a default with spaces and commas",
    "StringEquals",
    "${aws:userid, 'no body, at all'}",
    "no body, at all",
    true,
  ],
  ["${*} is an asterisk", "StringLike", "a${*}b", "a*b", true],
  ["${*} is no wildcard", "StringLike", "a${*}b", "axxb", false],
  ["${?} is a question mark", "StringLike", "a${?}b", "a?b", true],
  ["${?} is no wildcard", "StringLike", "a${?}b", "axb", false],
  ["${$} is a dollar sign", "StringLike", "${$}{aws:username}", "${aws:username}", true],
  ["an unfinished variable is text", "StringEquals", "${aws:username", "${aws:username", true],
  ["what is no variable matches nothing", "StringEquals", "${}", "", false],
  ["2008-10-17: text", "StringEquals", "${aws:username}", "${aws:username}", true, "2008-10-17"],
  ["2008-10-17: no variable", "StringEquals", "${aws:username}", "alice", false, "2008-10-17"],
  ["no version: text", "StringEquals", "${aws:username}", "${aws:username}", true, null],
  ["2008-10-17: the wildcard in ${*} is one", "StringLike", "${*}", "${anything}", true, "2008-10-17"],
  ["not under Numeric", "NumericEquals", "${aws:username}", "alice", false],
];

describe(`policy variables in conditions (${PAGES.variables})`, () => {
  for (const [what, operator, wanted, seen, expected, version = V2012] of IN_CONDITIONS)
    it(what, () => {
      assert.equal(holds(operator, "test:Key", wanted, { ...ALICE, "test:Key": seen }, version), expected);
    });

  it("a wildcard in a value is a character of it", () => {
    const context = { "aws:username": "*", "test:Key": "alice" };
    assert.equal(holds("StringLike", "test:Key", "${aws:username}", context), false);
    assert.equal(
      holds("ArnLike", "test:Key", "arn:aws:iam::1:${aws:username}", {
        ...context,
        "test:Key": "arn:aws:iam::1:x",
      }),
      false,
    );
  });

  it("under Bool as well", () => {
    const context = { "test:Other": "TRUE", "test:Key": "true" };
    assert.equal(holds("Bool", "test:Key", "${test:Other}", context), true);
    assert.equal(holds("Bool", "test:Key", "${test:Nothing}", context), false);
  });
});

type ResourceRow = readonly [
  what: string,
  element: "Resource" | "NotResource",
  value: string,
  resource: string,
  expected: boolean,
  version?: string | null,
];
const IN_RESOURCES: readonly ResourceRow[] = [
  [
    "part of the resource's name",
    "Resource",
    "arn:aws:s3:::b/${aws:username}/*",
    "arn:aws:s3:::b/alice/x",
    true,
  ],
  ["of nobody else's", "Resource", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/bob/x", false],
  ["a tag", "Resource", "arn:aws:s3:::bucket/${aws:PrincipalTag/team}", "arn:aws:s3:::bucket/web", true],
  ["no value: no resource", "Resource", "arn:aws:s3:::b/${aws:userid}", "arn:aws:s3:::b/alice", false],
  [
    "no value: no resource, not even all",
    "Resource",
    "arn:aws:s3:::b/${aws:userid}*",
    "arn:aws:s3:::b/",
    false,
  ],
  [
    "no value in NotResource: all resources",
    "NotResource",
    "arn:aws:s3:::b/${aws:userid}",
    "arn:aws:s3:::b/x",
    true,
  ],
  ["in NotResource", "NotResource", "arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/alice", false],
  [
    "default",
    "Resource",
    "arn:aws:s3:::b-${aws:PrincipalTag/none, 'company-wide'}",
    "arn:aws:s3:::b-company-wide",
    true,
  ],
  [
    "not before the fifth colon",
    "Resource",
    "arn:aws:iam::${test:Account}:role/x",
    "arn:aws:iam::1:role/x",
    false,
  ],
  [
    "text in 2008-10-17",
    "Resource",
    "arn:aws:s3:::b/${aws:username}",
    "arn:aws:s3:::b/alice",
    false,
    "2008-10-17",
  ],
  [
    "text in 2008-10-17",
    "Resource",
    "arn:aws:s3:::b/${aws:username}",
    "arn:aws:s3:::b/${aws:username}",
    true,
    "2008-10-17",
  ],
  ["an asterisk by name", "Resource", "arn:aws:s3:::b/${*}", "arn:aws:s3:::b/*", true],
  ["an asterisk by name is no wildcard", "Resource", "arn:aws:s3:::b/${*}", "arn:aws:s3:::b/x", false],
];

describe(`policy variables in resources (${PAGES.variables}#policy-vars-resourceelement)`, () => {
  for (const [what, element, value, resource, expected, version = V2012] of IN_RESOURCES)
    it(`${what}: ${value} and ${resource}`, () => {
      const change = { Resource: undefined, [element]: value };
      const context = { ...ALICE, "test:Account": "1" };
      assert.equal(isAllowed(change, requestOf({ resource, context }), version), expected);
    });
});
