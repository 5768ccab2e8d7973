import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { holds, isAllowed, requestOf } from "../testing/cases.ts";
import { PAGES } from "../testing/pages.ts";

type Row = readonly [element: string, value: string | readonly string[], seen: string, expected: boolean];
const CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/demo";

const ACTIONS: readonly (readonly [page: string, ...Row])[] = [
  [PAGES.action, "Action", "ecs:RunTask", "ecs:RunTask", true],
  [PAGES.action, "Action", "ecs:RunTask", "ecs:StopTask", false],
  [PAGES.action, "Action", "ECS:runtask", "ecs:RunTask", true],
  [PAGES.action, "Action", "ecs:runtask", "ECS:RUNTASK", true],
  [PAGES.action, "Action", "*", "ecs:RunTask", true],
  [PAGES.action, "Action", "ecs:*", "ecs:RunTask", true],
  [PAGES.action, "Action", "ecs:*", "ecs-tasks:RunTask", false],
  [PAGES.action, "Action", "ecs:Run*", "ecs:RunTask", true],
  [PAGES.action, "Action", "ecs:*Task", "ecs:StartTask", true],
  [PAGES.action, "Action", "ecs:*Task", "ecs:StartTasks", false],
  [PAGES.action, "Action", "iam:*AccessKey*", "iam:CreateAccessKey", true],
  [PAGES.action, "Action", "ecs:?unTask", "ecs:RunTask", true],
  [PAGES.action, "Action", "ecs:?RunTask", "ecs:RunTask", false],
  [PAGES.action, "Action", ["ecs:StopTask", "ecs:RunTask"], "ecs:RunTask", true],
  [PAGES.action, "Action", "*:RunTask", "ecs:RunTask", true],
  [PAGES.notAction, "NotAction", "iam:*", "ecs:RunTask", true],
  [PAGES.notAction, "NotAction", "iam:*", "iam:PassRole", false],
  [PAGES.notAction, "NotAction", ["iam:*", "ecs:RUNTASK"], "ecs:RunTask", false],
  [PAGES.notAction, "NotAction", "*", "ecs:RunTask", false],
];

const RESOURCES: readonly (readonly [page: string, ...Row])[] = [
  [PAGES.resource, "Resource", "*", CLUSTER, true],
  [PAGES.resource, "Resource", CLUSTER, CLUSTER, true],
  [PAGES.resource, "Resource", CLUSTER, `${CLUSTER}2`, false],
  [PAGES.resource, "Resource", "arn:aws:ecs:us-east-1:123456789012:cluster/*", CLUSTER, true],
  [PAGES.resource, "Resource", "arn:aws:ecs:us-east-1:123456789012:cluster/d?mo", CLUSTER, true],
  [PAGES.resource, "Resource", "arn:aws:ecs:us-east-1:123456789012:cluster/DEMO", CLUSTER, false],
  [PAGES.resource, "Resource", "arn:aws:ecs:*:123456789012:cluster/demo", CLUSTER, true],
  [PAGES.resource, "Resource", "arn:aws:ecs:*:*:cluster/demo", CLUSTER, true],
  [PAGES.resource, "Resource", "arn:aws:ecs:eu-*:*:cluster/demo", CLUSTER, false],
  [PAGES.resource, "Resource", "arn:aws:ecs:us-*-1:*:cluster/demo", CLUSTER, true],
  [PAGES.resource, "Resource", "arn:aws:ecs:us-east-?:*:cluster/demo", CLUSTER, true],
  [PAGES.resource, "Resource", ["arn:aws:s3:::b", CLUSTER], CLUSTER, true],
  // A * that ends a part may run past the colon, one in the middle of a part may not.
  [PAGES.resource, "Resource", "arn:aws:ecs:*", CLUSTER, true],
  [PAGES.resource, "Resource", "arn:aws:ecs:us-*:cluster/demo", CLUSTER, true],
  [PAGES.resource, "Resource", "arn:aws:ecs:us-*2:cluster/demo", CLUSTER, false],
  [PAGES.resource, "Resource", "arn:aws:ecs:us-east-1?123456789012:cluster/demo", CLUSTER, false],
  // In the resource part colons are characters like others.
  [
    PAGES.resource,
    "Resource",
    "arn:aws:ecs:*:*:task-definition/web:*",
    "arn:aws:ecs:r:1:task-definition/web:12",
    true,
  ],
  [
    PAGES.resource,
    "Resource",
    "arn:aws:ecs:*:*:task-definition/web:*",
    "arn:aws:ecs:r:1:task-definition/web2:1",
    false,
  ],
  [
    PAGES.resource,
    "Resource",
    "arn:aws:ecs:*:*:task-definition/web:*",
    "arn:aws:ecs:r:1:task-definition/web",
    false,
  ],
  [
    PAGES.resource,
    "Resource",
    "arn:aws:ecs:*:*:task-definition/*:3",
    "arn:aws:ecs:r:1:task-definition/web:3",
    true,
  ],
  [
    PAGES.resource,
    "Resource",
    "arn:aws:logs:*:*:log-group:/ecs/*:log-stream:*",
    "arn:aws:logs:r:1:log-group:/ecs/a/b:log-stream:c",
    true,
  ],
  [
    PAGES.resource,
    "Resource",
    "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*",
    "arn:aws:s3:::amzn-s3-demo-bucket/1/2/test/3/object.jpg",
    true,
  ],
  [
    PAGES.resource,
    "Resource",
    "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*",
    "arn:aws:s3:::amzn-s3-demo-bucket/1-test/object.jpg",
    false,
  ],
  [
    PAGES.resource,
    "Resource",
    "arn:aws:iam::123456789012:user/accounting/*",
    "arn:aws:iam::123456789012:user/accounting/alice",
    true,
  ],
  // An action without resource-level permissions is decided on *, and only * covers it.
  [PAGES.ecs, "Resource", "*", "*", true],
  [PAGES.ecs, "Resource", "**", "*", true],
  [PAGES.ecs, "Resource", CLUSTER, "*", false],
  [PAGES.ecs, "Resource", "arn:aws:ecs:*:*:*", "*", false],
  [PAGES.ecs, "Resource", "arn:*", "*", false],
  [PAGES.notResource, "NotResource", CLUSTER, CLUSTER, false],
  [PAGES.notResource, "NotResource", CLUSTER, "arn:aws:ecs:us-east-1:123456789012:cluster/other", true],
  [PAGES.notResource, "NotResource", ["arn:aws:s3:::*", "arn:aws:ecs:*:*:cluster/*"], CLUSTER, false],
  [PAGES.notResource, "NotResource", CLUSTER, "*", true],
  [PAGES.notResource, "NotResource", "*", CLUSTER, false],
];

describe("actions", () => {
  for (const [page, element, value, action, expected] of ACTIONS)
    it(`${element} ${value} ${expected ? "covers" : "leaves out"} ${action} (${page})`, () => {
      assert.equal(isAllowed({ Action: undefined, [element]: value }, requestOf({ action })), expected);
    });
});

describe("resources", () => {
  for (const [page, element, value, resource, expected] of RESOURCES)
    it(`${element} ${value} ${expected ? "covers" : "leaves out"} ${resource} (${page})`, () => {
      assert.equal(isAllowed({ Resource: undefined, [element]: value }, requestOf({ resource })), expected);
    });
});

describe(`conditions together (${PAGES.conditionLogic})`, () => {
  const request = requestOf({ context: { "test:A": "1", "test:B": "2" } });
  const rows: readonly (readonly [what: string, condition: object, expected: boolean])[] = [
    ["keys of one operator: all", { StringEquals: { "test:A": "1", "test:B": "2" } }, true],
    ["keys of one operator: all", { StringEquals: { "test:A": "1", "test:B": "x" } }, false],
    ["operators: all", { StringEquals: { "test:A": "1" }, NumericLessThan: { "test:B": "3" } }, true],
    ["operators: all", { StringEquals: { "test:A": "1" }, NumericLessThan: { "test:B": "2" } }, false],
    ["values: any", { StringEquals: { "test:A": ["0", "1"] } }, true],
    ["values of a negated operator: none", { StringNotEquals: { "test:A": ["0", "1"] } }, false],
    ["no condition at all", {}, true],
    ["an operator without keys", { StringEquals: {} }, true],
  ];
  for (const [what, Condition, expected] of rows)
    it(`${what}: ${JSON.stringify(Condition)}`, () => {
      assert.equal(isAllowed({ Condition }, request), expected);
    });
});

describe(`condition keys (${PAGES.condition})`, () => {
  it("ignore letter case, on both sides, and in tag keys too", () => {
    assert.ok(holds("StringEquals", "AWS:PrincipalTag/TEAM", "web", { "aws:principaltag/team": "web" }));
    assert.ok(holds("StringEquals", "aws:sourceip", "1", { "aws:SourceIp": "1" }));
  });

  it("are never found in what every object inherits", () => {
    for (const key of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
      assert.ok(holds("Null", key, "true", {}), key);
      assert.equal(holds("StringLike", key, "*", {}), false, key);
    }
    const own = JSON.parse('{"__proto__": "mine"}');
    assert.ok(holds("StringEquals", "__PROTO__", "mine", own));
  });
});
