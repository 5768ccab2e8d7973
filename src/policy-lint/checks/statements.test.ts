import { SOUND, testCode } from "../testing/lint-cases.ts";

const WEB = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:*";
const EVERY = "arn:aws:ecs:us-east-1:123456789012:task-definition/*";
const DENY = { Effect: "Deny", Action: "ecs:*", Resource: "*" };
const ON = { ArnEquals: { "ecs:cluster": ["arn:aws:ecs:*:*:cluster/a", "arn:aws:ecs:*:*:cluster/b"] } };
const ON_ONE = { ArnEquals: { "ecs:cluster": "arn:aws:ecs:*:*:cluster/a" } };

testCode("redundant-statement", [
  ["a wider resource", [SOUND, { ...SOUND, Resource: EVERY }], "{"],
  ["a wider action", [SOUND, { ...SOUND, Action: "ecs:*" }], "{"],
  ["a condition less", [{ ...SOUND, Condition: ON }, SOUND], "{"],
  [
    "more values allowed",
    [
      { ...SOUND, Condition: ON_ONE },
      { ...SOUND, Condition: ON },
    ],
    "{",
  ],
  ["twice the same", [SOUND, SOUND], "{"],
  ["two Denies", [DENY, { ...DENY, Action: "ecs:RunTask", Resource: WEB }], "{"],
  [
    "NotAction around an action",
    [{ ...SOUND, NotAction: "iam:*", Action: undefined, Resource: "*" }, SOUND],
    "{",
  ],
  ["another resource", [SOUND, { ...SOUND, Resource: WEB.replace("web", "api") }], null],
  [
    "fewer values allowed",
    [
      { ...SOUND, Condition: ON_ONE },
      { ...SOUND, Action: "ecs:StartTask", Condition: ON },
    ],
    null,
  ],
  ["a condition more", [SOUND, { ...SOUND, Action: "ecs:*", Resource: "*", Condition: ON }], null],
  [
    "the opposite effect",
    [
      { ...SOUND, Action: "ecs:*", Resource: "*" },
      { ...SOUND, Effect: "Deny", Condition: ON },
    ],
    null,
  ],
  ["NotAction that leaves it out", [{ Effect: "Allow", NotAction: "ecs:*", Resource: "*" }, SOUND], null],
  [
    "a * in the middle stays in its part",
    [{ ...SOUND, Resource: "arn:aws:ecs:us-*1:task-definition/web:*" }, SOUND],
    null,
  ],
  [
    "variables that may differ",
    [
      { ...SOUND, Resource: "arn:aws:ecs:*:*:task-definition/${aws:username}:*" },
      { ...SOUND, Resource: "arn:aws:ecs:*:*:task-definition/${aws:PrincipalTag/x}:*" },
    ],
    null,
  ],
]);

testCode("redundant-value", [
  ["an action", { ...SOUND, Action: ["ecs:Run*", "ecs:RunTask"] }, '"ecs:RunTask"'],
  ["twice in other letters", { ...SOUND, Action: ["ecs:RunTask", "ecs:runtask"] }, '"ecs:runtask"'],
  ["a resource", { ...SOUND, Resource: [WEB, EVERY] }, JSON.stringify(WEB)],
  ["each its own", { ...SOUND, Action: ["ecs:RunTask", "ecs:StartTask"] }, null],
]);

testCode("allow-under-deny", [
  ["wholly", [SOUND, DENY], "{"],
  [
    "under the Allow's own condition",
    [
      { ...SOUND, Condition: ON_ONE },
      { ...DENY, Condition: ON },
    ],
    "{",
  ],
  ["under a condition of its own", [SOUND, { ...DENY, Condition: ON }], null],
  [
    "in part",
    [
      { ...SOUND, Resource: EVERY },
      { ...DENY, Action: "ecs:RunTask", Resource: WEB },
    ],
    null,
  ],
]);

testCode("allow-not-action", [
  ["in an Allow", { Effect: "Allow", NotAction: "iam:*", Resource: "*" }, '"NotAction"'],
  ["in a Deny", { Effect: "Deny", NotAction: "iam:*", Resource: "*" }, null],
]);

testCode("allow-not-resource", [
  ["in an Allow", { Effect: "Allow", Action: "ecs:RunTask", NotResource: WEB }, '"NotResource"'],
  ["in a Deny", { Effect: "Deny", Action: "ecs:RunTask", NotResource: WEB }, null],
]);

testCode("full-access", [
  ["everything on everything", { Effect: "Allow", Action: "*", Resource: "*" }, '"*"'],
  [
    "of some kind",
    {
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    },
    null,
  ],
  ["in a boundary", { Effect: "Allow", Action: "*", Resource: "*" }, null, { as: "boundary" }],
  ["in an SCP", { Effect: "Allow", Action: "*", Resource: "*" }, null, { as: "scp" }],
]);

testCode("wildcard-in-service", [
  ["before the colon", { Effect: "Allow", Action: "*:Describe*", Resource: "*" }, '"*:Describe*"'],
  ["after it", { Effect: "Allow", Action: "ecs:Describe*", Resource: "*" }, null],
]);

testCode("no-version", [
  ["none", { Statement: SOUND }, "{"],
  ["one", { Version: "2012-10-17", Statement: SOUND }, null],
]);

testCode("old-version", [
  ["the old one", { Version: "2008-10-17", Statement: SOUND }, '"2008-10-17"'],
  ["the new one", { Version: "2012-10-17", Statement: SOUND }, null],
]);

const VARIABLE = { ...SOUND, Resource: "arn:aws:ecs:*:*:task-definition/${aws:username}:*" };
testCode("variable-as-text", [
  ["without version", { Statement: VARIABLE }, JSON.stringify(VARIABLE.Resource)],
  ["with version", { Version: "2012-10-17", Statement: VARIABLE }, null],
]);

const long = (length: number) => ({ ...SOUND, Sid: "x".repeat(length) });
testCode("policy-too-long", [
  ["a managed policy", long(6200), "{"],
  [
    "a trust policy",
    {
      Effect: "Allow",
      Principal: { Service: "ecs.amazonaws.com" },
      Action: "sts:AssumeRole",
      Sid: "x".repeat(2000),
    },
    "{",
    { as: "trust" },
  ],
  ["a short one", long(5000), null],
]);

testCode("malformed-policy", [
  ["what AWS names first", { ...SOUND, Effect: "allow" }, '"allow"'],
  [
    "and what it would name next",
    [
      { ...SOUND, Effect: "allow" },
      { ...SOUND, Resource: "web" },
    ],
    '"web"',
  ],
  ["a principal in an identity policy", { ...SOUND, Principal: "*" }, '"Principal"', { as: "identity" }],
  [
    "no principal in a trust policy",
    { ...SOUND, Resource: undefined, Action: "sts:AssumeRole" },
    "{",
    { as: "trust" },
  ],
  ["a sound one", SOUND, null],
]);
