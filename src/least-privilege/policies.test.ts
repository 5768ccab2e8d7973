import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { confirmPolicy } from "./confirm-policy.ts";
import { generalizeResource, type ResourceScope } from "./generalize-resource.ts";
import { grantOf } from "./grant.ts";
import { mergeGrants } from "./merge-grants.ts";
import { packDocuments, sizeOf } from "./policy-document.ts";
import { ACCOUNT, ALICE_ARN, ecsArn } from "./records.fixture.ts";

const ID = "0123456789abcdef0123456789abcdef";
const ec2Arn = (resource: string) => `arn:aws:ec2:us-east-1:${ACCOUNT}:${resource}`;
const elbArn = (resource: string) => `arn:aws:elasticloadbalancing:us-east-1:${ACCOUNT}:${resource}`;
const role = `arn:aws:iam::${ACCOUNT}:role/web`;

describe("a resource is generalized", () => {
  // Resource types: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
  // and the pages of EC2 and Elastic Load Balancing next to it.
  const cases: readonly (readonly [action: string, scope: ResourceScope, from: string, to: string])[] = [
    ["ecs:RunTask", "exact", ecsArn("task-definition/web:7"), ecsArn("task-definition/web:7")],
    ["ecs:RunTask", "family", ecsArn("task-definition/web:7"), ecsArn("task-definition/web:*")],
    ["ecs:RunTask", "family", ecsArn("task-definition/web:*"), ecsArn("task-definition/web:*")],
    ["ecs:StopTask", "family", ecsArn(`task/harbour/${ID}`), ecsArn("task/harbour/*")],
    ["ecs:StopTask", "family", ecsArn(`task/${ID}`), ecsArn("task/*")],
    [
      "ecs:StartTask",
      "family",
      ecsArn(`container-instance/harbour/${ID}`),
      ecsArn("container-instance/harbour/*"),
    ],
    ["ecs:UpdateService", "family", ecsArn("service/harbour/web"), ecsArn("service/harbour/web")],
    [
      "ecs:DeleteTaskSet",
      "family",
      ecsArn("task-set/harbour/web/ecs-svc/1"),
      ecsArn("task-set/harbour/web/*"),
    ],
    ["ecs:DeleteCluster", "family", ecsArn("cluster/harbour"), ecsArn("cluster/harbour")],
    ["ecs:DeleteCluster", "service", ecsArn("cluster/harbour"), ecsArn("*")],
    ["ecs:ListClusters", "service", "*", "*"],
    ["ec2:TerminateInstances", "family", ec2Arn("instance/i-0123456789abcdef0"), ec2Arn("instance/*")],
    ["ec2:RunInstances", "family", ec2Arn("key-pair/mine"), ec2Arn("key-pair/mine")],
    [
      "elasticloadbalancing:RegisterTargets",
      "family",
      elbArn("targetgroup/web/0123456789abcdef"),
      elbArn("targetgroup/web/*"),
    ],
    [
      "elasticloadbalancing:DeleteLoadBalancer",
      "family",
      elbArn("loadbalancer/app/web/0123456789abcdef"),
      elbArn("loadbalancer/app/web/*"),
    ],
    ["iam:GetRole", "family", role, role],
    ["iam:GetRole", "service", role, `arn:aws:iam::${ACCOUNT}:*`],
    // To pass or take on every role there is would be no least privilege at all.
    ["iam:PassRole", "service", role, role],
    ["sts:AssumeRole", "service", role, role],
  ];
  for (const [action, scope, from, to] of cases)
    it(`${scope}: ${action} on ${from}`, () => assert.equal(generalizeResource(action, from, scope), to));
});

describe("a grant", () => {
  const grant = (action: string, resource: string, context: Record<string, string> = {}) =>
    grantOf({ action, resource, context, principal: ALICE_ARN, accountId: ACCOUNT }, "exact");

  it("writes an asterisk that AWS puts for what does not exist yet as it is", () => {
    assert.equal(
      grant("ecs:RegisterTaskDefinition", ecsArn("task-definition/web:*"))?.resource,
      ecsArn("task-definition/web:*"),
    );
    assert.equal(
      grant("ecs:TagResource", ecsArn("task/c/*"), { "ecs:CreateAction": "RunTask" })?.resource,
      ecsArn("task/c/*"),
    );
  });

  it("escapes an asterisk that a client sent, so that it stays one character", () => {
    assert.equal(grant("ecs:ListTagsForResource", ecsArn("cluster/*"))?.resource, ecsArn("cluster/${*}"));
  });

  it("does not demand the name of the session that was made", () => {
    assert.deepEqual(
      grant("sts:AssumeRole", role, { "sts:RoleSessionName": "run-1", "sts:ExternalId": "x" })?.conditions,
      { "StringEquals sts:ExternalId": "x" },
    );
  });

  it("is none where no statement can name the call", () => {
    assert.equal(grant("ecs:Stop*", "*"), undefined);
  });
});

describe("grants are merged", () => {
  const of = (action: string, resource: string, conditions: Record<string, string> = {}) => ({
    action,
    resource,
    conditions,
  });

  it("into one statement where resources and conditions are the same, and where they differ in one key's value", () => {
    const key = "ArnEquals ecs:cluster";
    assert.deepEqual(
      mergeGrants([
        of("ecs:StopTask", "t", { [key]: "b" }),
        of("ecs:DescribeTasks", "t", { [key]: "b" }),
        of("ecs:StopTask", "t", { [key]: "a" }),
        of("ecs:DescribeTasks", "t", { [key]: "a" }),
      ]),
      [
        {
          Effect: "Allow",
          Action: ["ecs:DescribeTasks", "ecs:StopTask"],
          Resource: "t",
          Condition: { ArnEquals: { "ecs:cluster": ["a", "b"] } },
        },
      ],
    );
  });

  it("never into combinations that were not used", () => {
    assert.deepEqual(mergeGrants([of("ecs:A", "one"), of("ecs:B", "two")]), [
      { Effect: "Allow", Action: "ecs:A", Resource: "one" },
      { Effect: "Allow", Action: "ecs:B", Resource: "two" },
    ]);
  });

  it("without those that another gives under fewer conditions", () => {
    assert.deepEqual(
      mergeGrants([
        of("ecs:TagResource", "t", { "StringEquals ecs:CreateAction": "RunTask" }),
        of("ecs:TagResource", "t"),
      ]),
      [{ Effect: "Allow", Action: "ecs:TagResource", Resource: "t" }],
    );
  });
});

describe("documents", () => {
  const statements = Array.from({ length: 40 }, (_, index) => ({
    Effect: "Allow" as const,
    Action: `ecs:Action${index}`,
    Resource: Array.from({ length: 5 }, (__, at) => ecsArn(`cluster/c${index}-${at}`)),
  }));

  it("keep within the size of a managed policy, and lose nothing", () => {
    const documents = packDocuments(statements);
    assert.ok(documents.length > 1);
    for (const document of documents) assert.ok(sizeOf(document) <= 6144);
    assert.deepEqual(
      documents.flatMap(({ Statement }) => Statement),
      statements,
    );
  });

  it("cut a statement that is too long by itself", () => {
    const long = {
      Effect: "Allow" as const,
      Action: "ecs:StopTask",
      Resource: Array.from({ length: 500 }, (_, at) => ecsArn(`task/harbour/${at}`)),
    };
    const documents = packDocuments([long]);
    for (const document of documents) assert.ok(sizeOf(document) <= 6144);
    assert.deepEqual(
      documents.flatMap(({ Statement }) => Statement.flatMap(({ Resource }) => Resource)),
      long.Resource,
    );
  });

  it("are none without statements, and then allow nothing", () => {
    assert.deepEqual(packDocuments([]), []);
    const call = {
      action: "ecs:ListClusters",
      resource: "*",
      context: {},
      principal: ALICE_ARN,
      accountId: ACCOUNT,
    };
    assert.deepEqual(confirmPolicy([], [call]), { confirmed: false, refused: [call] });
  });

  it("that are not policies are refused", () => {
    assert.throws(
      () =>
        confirmPolicy(
          { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "nonsense", Resource: "*" }] },
          [],
        ),
      { name: "PolicySyntaxError" },
    );
  });
});
