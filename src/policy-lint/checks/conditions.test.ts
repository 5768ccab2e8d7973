import { SOUND, testCode } from "../testing/lint-cases.ts";

const when = (Condition: object, others: object = {}) => ({ ...SOUND, ...others, Condition });
const CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/web";

testCode("condition-never-holds", [
  [
    "two sets without a common value",
    when({ StringEquals: { "aws:PrincipalTag/a": ["1", "2"] }, StringLike: { "aws:principaltag/a": "3*" } }),
    '"aws:principaltag/a"',
  ],
  [
    "what is wanted is excluded",
    when({ StringEquals: { "aws:username": "a" }, StringNotLike: { "aws:username": "*" } }),
    '"aws:username"',
  ],
  [
    "numbers",
    when({ NumericLessThan: { "ecs:task-cpu": "256" }, NumericGreaterThanEquals: { "ecs:task-cpu": "256" } }),
    '"ecs:task-cpu"',
  ],
  [
    "dates",
    when({
      DateLessThan: { "aws:CurrentTime": "2026-01-01" },
      DateGreaterThan: { "aws:CurrentTime": "2027-01-01" },
    }),
    '"aws:CurrentTime"',
  ],
  [
    "addresses",
    when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" }, NotIpAddress: { "aws:SourceIp": "0.0.0.0/0" } }),
    '"aws:SourceIp"',
  ],
  [
    "present and absent",
    when({ Null: { "aws:username": "true" }, StringEquals: { "aws:username": "a" } }),
    '"aws:username"',
  ],
  ["an empty list", when({ StringEquals: { "aws:username": [] } }), '"aws:username"'],
  [
    "ARNs",
    when({ ArnEquals: { "ecs:cluster": CLUSTER }, ArnLike: { "ecs:cluster": `${CLUSTER}2` } }),
    '"ecs:cluster"',
  ],
  [
    "two that overlap",
    when({ StringEquals: { "aws:username": "ab" }, StringLike: { "aws:username": "a*" } }),
    null,
  ],
  [
    "an exclusion of something else",
    when({ StringLike: { "aws:username": "a*" }, StringNotEquals: { "aws:username": "ab" } }),
    null,
  ],
  [
    "a range of numbers",
    when({ NumericLessThan: { "ecs:task-cpu": "512" }, NumericGreaterThan: { "ecs:task-cpu": "256" } }),
    null,
  ],
  [
    "nested ranges",
    when({ IpAddress: { "aws:SourceIp": "10.0.0.0/8" }, NotIpAddress: { "aws:SourceIp": "10.1.0.0/16" } }),
    null,
  ],
  [
    "guards",
    when({ Null: { "aws:TagKeys": "false" }, "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }),
    null,
  ],
  [
    "what both hold without the key",
    when({ StringEqualsIfExists: { "aws:username": "a" }, StringNotEquals: { "aws:username": "a" } }),
    null,
  ],
  [
    "a variable can be anything",
    when({ StringEquals: { "aws:username": "a" }, StringLike: { "aws:username": "${aws:PrincipalTag/x}" } }),
    null,
  ],
  [
    "several values can hold both",
    when({
      "ForAnyValue:StringEquals": { "aws:TagKeys": "a" },
      "ForAnyValue:StringLike": { "aws:TagKeys": "b*" },
    }),
    null,
  ],
]);

testCode("condition-key-never-present", [
  [
    "a key of other actions",
    when({ ArnEquals: { "ecs:service": "arn:aws:ecs:*:*:service/a/b" } }),
    '"ecs:service"',
  ],
  [
    "another service's key",
    when({ StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }),
    '"iam:PassedToService"',
  ],
  ["a key of the action", when({ ArnEquals: { "ecs:cluster": CLUSTER } }), null],
  ["a global key", when({ StringEquals: { "aws:RequestedRegion": "us-east-1" } }), null],
  [
    "every action",
    when({ ArnEquals: { "ecs:service": "arn:aws:ecs:*:*:service/a/b" } }, { Action: "*", Resource: "*" }),
    null,
  ],
]);

testCode("condition-key-sometimes-absent", [
  [
    "one of two",
    when(
      { ArnEquals: { "ecs:cluster": CLUSTER } },
      { Action: ["ecs:RunTask", "ecs:RegisterTaskDefinition"] },
    ),
    '"ecs:cluster"',
  ],
  [
    "if it exists",
    when(
      { ArnEqualsIfExists: { "ecs:cluster": CLUSTER } },
      { Action: ["ecs:RunTask", "ecs:RegisterTaskDefinition"] },
    ),
    null,
  ],
  ["of a wildcard", when({ ArnEquals: { "ecs:cluster": CLUSTER } }, { Action: "ecs:R*" }), null],
]);

testCode("condition-without-effect", [
  [
    "a negated operator on a key that is never there",
    when({ StringNotEquals: { "iam:PassedToService": "x" } }, { Effect: "Deny" }),
    '"iam:PassedToService"',
  ],
  ["an empty list, negated", when({ StringNotEquals: { "aws:username": [] } }), '"aws:username"'],
  ["a key that can be there", when({ StringNotEquals: { "aws:username": "x" } }, { Effect: "Deny" }), null],
]);

testCode("operator-type-mismatch", [
  ["numbers against an ARN", when({ NumericEquals: { "ecs:cluster": "1" } }), '"ecs:cluster"'],
  ["an address against text", when({ IpAddress: { "aws:username": "10.0.0.0/8" } }), '"aws:username"'],
  ["text against an address", when({ StringEquals: { "aws:SourceIp": "10.0.0.0/8" } }), '"aws:SourceIp"'],
  ["Bool against a number", when({ Bool: { "ecs:task-cpu": "true" } }), '"ecs:task-cpu"'],
  ["text against a date", when({ StringLike: { "aws:CurrentTime": "2026*" } }), '"aws:CurrentTime"'],
  ["a date against text", when({ DateEquals: { "aws:username": "2026-01-01" } }), '"aws:username"'],
  [
    "each its own",
    when({
      NumericLessThan: { "ecs:task-cpu": "1" },
      ArnLike: { "ecs:cluster": CLUSTER },
      Bool: { "aws:SecureTransport": "true" },
    }),
    null,
  ],
  ["the epoch as number", when({ NumericLessThan: { "aws:EpochTime": "1" } }), null],
  ["Null goes with all", when({ Null: { "ecs:cluster": "false" } }), null],
  ["text that says true", when({ Bool: { "ecs:enable-execute-command": "true" } }), null],
]);

testCode("operator-beside-type", [
  ["text against an ARN", when({ StringEquals: { "ecs:cluster": CLUSTER } }), '"ecs:cluster"'],
  [
    "an ARN against text",
    when({ ArnEquals: { "aws:username": "arn:aws:iam::123456789012:user/a" } }),
    '"aws:username"',
  ],
  [
    "text against a Boolean",
    when({ StringEquals: { "aws:SecureTransport": "true" } }),
    '"aws:SecureTransport"',
  ],
  [
    "each its own",
    when({ ArnEquals: { "ecs:cluster": CLUSTER }, StringLike: { "aws:username": "a*" } }),
    null,
  ],
]);

testCode("value-never-equal", [
  ["Bool", when({ Bool: { "aws:SecureTransport": "yes" } }), '"yes"'],
  ["Null", when({ Null: { "aws:username": "no" } }), '"no"'],
  ["a number with unit", when({ NumericLessThan: { "ecs:task-cpu": "256m" } }), '"256m"'],
  ["half an address", when({ IpAddress: { "aws:SourceIp": ["10.0.0.0/8", "10.1"] } }), '"10.1"'],
  ["a prefix that is too long", when({ IpAddress: { "aws:SourceIp": "10.0.0.0/33" } }), '"10.0.0.0/33"'],
  ["half an ARN", when({ ArnEquals: { "ecs:cluster": "cluster/web" } }), '"cluster/web"'],
  [
    "a variable where none is taken",
    when({ NumericEquals: { "ecs:task-cpu": "${aws:PrincipalTag/cpu}" } }),
    '"${aws:PrincipalTag/cpu}"',
  ],
  ["IPv6", when({ IpAddress: { "aws:SourceIp": "2001:db8::/32" } }), null],
  ["decimals", when({ NumericLessThan: { "ecs:task-cpu": "0.5" } }), null],
  ["an ARN with wildcards", when({ ArnLike: { "ecs:cluster": "arn:aws:ecs:*" } }), null],
]);

testCode("wildcard-as-text", [
  ["in StringEquals", when({ StringEquals: { "aws:PrincipalTag/team": "web-*" } }), '"web-*"'],
  ["in StringNotEquals", when({ StringNotEquals: { "aws:PrincipalTag/team": "web-?" } }), '"web-?"'],
  ["in StringLike", when({ StringLike: { "aws:PrincipalTag/team": "web-*" } }), null],
  ["escaped", when({ StringEquals: { "aws:PrincipalTag/team": "web-${*}" } }), null],
]);

testCode("set-operator-missing", [
  ["a multivalued key", when({ StringEquals: { "aws:TagKeys": "a" } }), '"aws:TagKeys"'],
  ["with one", when({ "ForAnyValue:StringEquals": { "aws:TagKeys": "a" } }), null],
  ["Null", when({ Null: { "aws:TagKeys": "false" } }), null],
]);

testCode("set-operator-needless", [
  ["a key with one value", when({ "ForAnyValue:StringEquals": { "aws:username": "a" } }), '"aws:username"'],
  ["without one", when({ StringEquals: { "aws:username": "a" } }), null],
]);

testCode("for-all-values-unguarded", [
  ["alone", when({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }), '"aws:TagKeys"'],
  [
    "with a Null condition",
    when({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" }, Null: { "aws:TagKeys": "false" } }),
    null,
  ],
  [
    "with a Null condition the wrong way round",
    when({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" }, Null: { "aws:TagKeys": ["true", "false"] } }),
    '"aws:TagKeys"',
  ],
  [
    "with a tag that must be there",
    when({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" }, StringEquals: { "aws:RequestTag/a": "1" } }),
    null,
  ],
  ["in a Deny", when({ "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }, { Effect: "Deny" }), null],
]);
