import { SOUND, testCode } from "../testing/lint-cases.ts";

const CLUSTER = "arn:aws:ecs:us-east-1:123456789012:cluster/web";
const WEB = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:*";

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html tells which
// action is decided on which resource; those without one are decided on "*".
testCode("action-takes-no-resource", [
  [
    "the case of the ECS guide",
    { ...SOUND, Action: "ecs:ListClusters", Resource: CLUSTER },
    '"ecs:ListClusters"',
  ],
  [
    "in a mixed list",
    { ...SOUND, Action: ["ecs:RunTask", "ecs:DescribeTaskDefinition"] },
    '"ecs:DescribeTaskDefinition"',
  ],
  [
    "in a Deny",
    { ...SOUND, Effect: "Deny", Action: "ecs:DeregisterTaskDefinition" },
    '"ecs:DeregisterTaskDefinition"',
  ],
  [
    "every ARN is still no *",
    { ...SOUND, Action: "ecs:ListClusters", Resource: "arn:aws:ecs:*:*:*" },
    '"ecs:ListClusters"',
  ],
  [
    "a wildcard for such actions only",
    { ...SOUND, Action: "ecs:ListTaskDefinition*", Resource: WEB },
    '"ecs:ListTaskDefinition*"',
  ],
  ["on *", { ...SOUND, Action: "ecs:ListClusters", Resource: "*" }, null],
  ["on * among others", { ...SOUND, Action: "ecs:ListClusters", Resource: [CLUSTER, "*"] }, null],
  ["NotResource leaves * in", { Effect: "Deny", Action: "ecs:ListClusters", NotResource: CLUSTER }, null],
]);

testCode("action-not-on-resource", [
  ["another type", { ...SOUND, Resource: CLUSTER }, '"ecs:RunTask"'],
  ["another service", { ...SOUND, Resource: "arn:aws:s3:::bucket" }, '"ecs:RunTask"'],
  [
    "a form that there is not",
    { ...SOUND, Resource: "arn:aws:ecs:us-east-1:123456789012:task-definitions/web:1" },
    '"ecs:RunTask"',
  ],
  [
    "a task definition without revision",
    { ...SOUND, Resource: "arn:aws:ecs:us-east-1:123456789012:task-definition/web" },
    '"ecs:RunTask"',
  ],
  [
    "PassRole on a policy",
    { ...SOUND, Action: "iam:PassRole", Resource: "arn:aws:iam::123456789012:policy/x" },
    '"iam:PassRole"',
  ],
  ["its own type", SOUND, null],
  ["a wildcard that its type fits", { ...SOUND, Resource: "arn:aws:ecs:*:123456789012:*" }, null],
  ["a wildcard across colons", { ...SOUND, Resource: "arn:aws:ecs:*" }, null],
  ["a wildcard for the type", { ...SOUND, Resource: "arn:aws:ecs:*:*:task-*/web:*" }, null],
  ["a variable", { ...SOUND, Resource: "arn:aws:ecs:*:*:task-definition/${aws:PrincipalTag/team}:*" }, null],
  ["one of several types", { ...SOUND, Action: "ecs:TagResource", Resource: CLUSTER }, null],
  [
    "another partition",
    { ...SOUND, Resource: "arn:aws-cn:ecs:cn-north-1:123456789012:task-definition/web:*" },
    null,
  ],
]);

testCode("pattern-partly-dead", [
  [
    "some of a wildcard's actions",
    { ...SOUND, Action: "ecs:Describe*", Resource: CLUSTER },
    '"ecs:Describe*"',
  ],
  ["all of them live", { ...SOUND, Action: "ecs:RunTas*" }, null],
  ["on *", { ...SOUND, Action: "ecs:Describe*", Resource: "*" }, null],
]);

testCode("resource-of-no-action", [
  ["one of two", { ...SOUND, Resource: [WEB, CLUSTER] }, JSON.stringify(CLUSTER)],
  [
    "each has an action",
    { ...SOUND, Action: ["ecs:RunTask", "ecs:ListTasks", "ecs:DescribeClusters"], Resource: [WEB, CLUSTER] },
    null,
  ],
  ["everything may be done", { ...SOUND, Action: "*", Resource: [WEB, CLUSTER] }, null],
]);

testCode("invalid-arn", [
  [
    "a service that there is not",
    { ...SOUND, Resource: "arn:aws:esc:us-east-1:123456789012:cluster/x" },
    '"arn:aws:esc:us-east-1:123456789012:cluster/x"',
  ],
  [
    "a region of another partition",
    { ...SOUND, Resource: "arn:aws:ecs:cn-north-1:123456789012:task-definition/web:1" },
    '"arn:aws:ecs:cn-north-1:123456789012:task-definition/web:1"',
  ],
  [
    "a partition without the region",
    { ...SOUND, Resource: "arn:aws-us-gov:ecs:us-east-1:123456789012:task-definition/web:1" },
    '"arn:aws-us-gov:ecs:us-east-1:123456789012:task-definition/web:1"',
  ],
  [
    "a region that is none",
    { ...SOUND, Resource: "arn:aws:ecs:useast1:123456789012:task-definition/web:1" },
    '"arn:aws:ecs:useast1:123456789012:task-definition/web:1"',
  ],
  [
    "an account with eleven digits",
    { ...SOUND, Resource: "arn:aws:ecs:us-east-1:12345678901:task-definition/web:1" },
    '"arn:aws:ecs:us-east-1:12345678901:task-definition/web:1"',
  ],
  ["wildcards", { ...SOUND, Resource: "arn:aws:ecs:us-*:*:task-definition/web:1" }, null],
  [
    "AWS's own policies",
    { ...SOUND, Action: "iam:GetPolicy", Resource: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    null,
  ],
  ["China", { ...SOUND, Resource: "arn:aws-cn:ecs:cn-north-1:123456789012:task-definition/web:1" }, null],
  [
    "GovCloud",
    { ...SOUND, Resource: "arn:aws-us-gov:ecs:us-gov-west-1:123456789012:task-definition/web:1" },
    null,
  ],
  [
    "neither region nor account",
    { ...SOUND, Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" },
    null,
  ],
]);
