import { SOUND, testCode } from "../testing/lint-cases.ts";

const allow = (
  Action: string | readonly string[],
  Resource: string | readonly string[] = "*",
  others: object = {},
) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...others,
});
const TO_TASKS = { Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } };
const TO_EC2 = { Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } } };
const ROLE = "arn:aws:iam::123456789012:role/web-task";
const IN_WEB = { Condition: { ArnEquals: { "ecs:cluster": "arn:aws:ecs:*:*:cluster/web" } } };
const ADMIN = allow("*");

testCode("pass-role-any", [
  ["on *", allow("iam:PassRole", "*", TO_TASKS), '"iam:PassRole"'],
  ["on every role", allow("iam:PassRole", "arn:aws:iam::*:role/*"), '"iam:PassRole"'],
  ["in a wildcard", allow("iam:P*"), '"iam:P*"'],
  ["left in by NotAction", { Effect: "Allow", NotAction: "ecs:*", Resource: "*" }, '"NotAction"'],
  ["one role", allow("iam:PassRole", ROLE), null],
  ["roles of a path", allow("iam:PassRole", "arn:aws:iam::123456789012:role/tasks/*"), null],
  ["everything is said elsewhere", ADMIN, null],
  [
    "denied after all",
    [allow("iam:PassRole"), { Effect: "Deny", Action: "iam:PassRole", Resource: "*" }],
    null,
  ],
  ["in a boundary", allow("iam:PassRole"), null, { as: "boundary" }],
]);

testCode("pass-role-to-any-service", [
  ["without a condition", allow("iam:PassRole", ROLE), '"iam:PassRole"'],
  ["with one", allow("iam:PassRole", ROLE, TO_TASKS), null],
]);

testCode("service-linked-role-any", [
  ["on *", allow("iam:CreateServiceLinkedRole"), '"iam:CreateServiceLinkedRole"'],
  [
    "for a service",
    allow("iam:CreateServiceLinkedRole", "*", {
      Condition: { StringEquals: { "iam:AWSServiceName": "ecs.amazonaws.com" } },
    }),
    null,
  ],
  [
    "by the role's path",
    allow("iam:CreateServiceLinkedRole", "arn:aws:iam::*:role/aws-service-role/ecs.amazonaws.com/*"),
    null,
  ],
]);

testCode("escalation-run-with-role", [
  [
    "register and run",
    [allow("ecs:RegisterTaskDefinition"), SOUND, allow("iam:PassRole", ROLE, TO_TASKS)],
    '"iam:PassRole"',
  ],
  ["overrides need no new task definition", [SOUND, allow("iam:PassRole", "*", TO_TASKS)], '"iam:PassRole"'],
  ["a service", allow(["ecs:RegisterTaskDefinition", "ecs:UpdateService", "iam:PassRole"]), '"iam:PassRole"'],
  ["nothing runs", [allow("ecs:RegisterTaskDefinition"), allow("iam:PassRole", "*", TO_TASKS)], null],
  [
    "passed to another service",
    [allow(["ecs:RegisterTaskDefinition", "ecs:RunTask"]), allow("iam:PassRole", "*", TO_EC2)],
    null,
  ],
  [
    "a service without a new task definition",
    [allow("ecs:UpdateService"), allow("iam:PassRole", "*", TO_TASKS)],
    null,
  ],
]);

testCode("escalation-execute-command", [
  ["every task", allow("ecs:ExecuteCommand"), '"ecs:ExecuteCommand"'],
  [
    "every task of every cluster",
    allow("ecs:ExecuteCommand", "arn:aws:ecs:*:*:task/*"),
    '"ecs:ExecuteCommand"',
  ],
  [
    "one cluster",
    allow("ecs:ExecuteCommand", ["arn:aws:ecs:*:*:task/web/*", "arn:aws:ecs:*:*:cluster/web"]),
    null,
  ],
  [
    "under a condition",
    allow("ecs:ExecuteCommand", "*", { Condition: { StringEquals: { "ecs:container-name": "debug" } } }),
    null,
  ],
]);

testCode("escalation-update-service", [
  ["every service", allow("ecs:UpdateService"), '"ecs:UpdateService"'],
  ["one service", allow("ecs:UpdateService", "arn:aws:ecs:*:*:service/web/api"), null],
]);

const JOIN = ["ecs:RegisterContainerInstance", "ecs:Poll"];
testCode("escalation-container-instance", [
  ["every cluster", allow(JOIN), '"ecs:RegisterContainerInstance"'],
  [
    "one cluster",
    [allow("ecs:RegisterContainerInstance", "arn:aws:ecs:*:*:cluster/web"), allow("ecs:Poll", "*", IN_WEB)],
    null,
  ],
  ["register alone", allow("ecs:RegisterContainerInstance"), null],
]);

testCode("task-state-forgery", [
  ["every cluster", allow("ecs:SubmitTaskStateChange"), '"ecs:SubmitTaskStateChange"'],
  ["in a wildcard", allow("ecs:Submit*"), '"ecs:Submit*"'],
  ["one cluster", allow("ecs:SubmitTaskStateChange", "arn:aws:ecs:*:*:cluster/web"), null],
]);

testCode("instances-of-all-clusters", [
  ["drain", allow("ecs:UpdateContainerInstancesState"), '"ecs:UpdateContainerInstancesState"'],
  ["of one cluster", allow("ecs:UpdateContainerInstancesState", "*", IN_WEB), null],
]);

testCode("escalation-iam", [
  ["attach", allow("iam:AttachRolePolicy"), '"iam:AttachRolePolicy"'],
  ["write", allow("iam:PutUserPolicy", "arn:aws:iam::*:user/*"), '"iam:PutUserPolicy"'],
  ["a new version", allow("iam:CreatePolicyVersion"), '"iam:CreatePolicyVersion"'],
  ["trust", allow("iam:UpdateAssumeRolePolicy"), '"iam:UpdateAssumeRolePolicy"'],
  ["all of IAM", allow("iam:*"), '"iam:*"'],
  ["one role", allow("iam:AttachRolePolicy", ROLE), null],
  [
    "under a boundary",
    allow("iam:PutRolePolicy", "*", {
      Condition: { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::123456789012:policy/b" } },
    }),
    null,
  ],
  [
    "certain policies",
    allow("iam:AttachRolePolicy", "*", {
      Condition: { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::123456789012:policy/p" } },
    }),
    null,
  ],
  ["one's own keys", allow("iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}"), null],
  ["reading", allow(["iam:Get*", "iam:List*"]), null],
]);

const trust = (Principal: unknown, Condition?: object) => ({
  Effect: "Allow",
  Principal,
  Action: "sts:AssumeRole",
  Condition,
});
testCode("trust-everybody", [
  ["*", trust("*"), '"*"'],
  ["in a list", trust({ AWS: ["123456789012", "*"] }), '"*"'],
  ["of an organization", trust("*", { StringEquals: { "aws:PrincipalOrgID": "o-1" } }), null],
  ["an account", trust({ AWS: "123456789012" }), null],
]);

const GITHUB = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const web = (Condition: object) => ({
  ...trust({ Federated: GITHUB }, Condition),
  Action: "sts:AssumeRoleWithWebIdentity",
});
testCode("trust-without-subject", [
  [
    "an audience alone",
    web({ StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }),
    JSON.stringify(GITHUB),
  ],
  [
    "every subject",
    web({ StringLike: { "token.actions.githubusercontent.com:sub": "*" } }),
    JSON.stringify(GITHUB),
  ],
  [
    "a repository",
    web({ StringLike: { "token.actions.githubusercontent.com:sub": "repo:me/mine:*" } }),
    null,
  ],
]);

testCode("trust-confused-deputy", [
  ["tasks of anybody", trust({ Service: "ecs-tasks.amazonaws.com" }), '"ecs-tasks.amazonaws.com"'],
  [
    "tasks of an account",
    trust({ Service: "ecs-tasks.amazonaws.com" }, { StringEquals: { "aws:SourceAccount": "123456789012" } }),
    null,
  ],
  ["EC2 has no source", trust({ Service: "ec2.amazonaws.com" }), null],
]);
