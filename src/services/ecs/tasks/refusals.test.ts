import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { rootCaller } from "../../sts/index.ts";
import {
  ACCOUNT,
  APP,
  awsError,
  openTestPlane,
  TASKS_TRUST,
  type TestPlane,
} from "../agents/testing/test-plane.ts";

const UNKNOWN_TASK = "0".repeat(32);
const other = (kind: string, rest: string) => `arn:aws:ecs:us-west-2:${ACCOUNT}:${kind}/${rest}`;

type Row = readonly [name: string, operation: string, input: object, code: string, message: string | RegExp];

const run = (rest: object): object => ({ cluster: "demo", taskDefinition: "web", ...rest });

const refusals: readonly Row[] = [
  [
    "no cluster",
    "RunTask",
    { ...run({}), cluster: "nope" },
    "ClusterNotFoundException",
    "Cluster not found.",
  ],
  [
    "no definition",
    "RunTask",
    run({ taskDefinition: "nope" }),
    "ClientException",
    "TaskDefinition not found.",
  ],
  [
    "no revision",
    "RunTask",
    run({ taskDefinition: "web:99" }),
    "ClientException",
    "TaskDefinition not found.",
  ],
  [
    "an inactive revision",
    "RunTask",
    run({ taskDefinition: "old:1" }),
    "ClientException",
    "TaskDefinition is inactive",
  ],
  ["count 0", "RunTask", run({ count: 0 }), "InvalidParameterException", /count/],
  ["count 11", "RunTask", run({ count: 11 }), "InvalidParameterException", /count/],
  [
    // https://github.com/azavea/django-ecsmanage/issues/21
    "an override of a container that is not there",
    "RunTask",
    run({ overrides: { containerOverrides: [{ name: "django", command: ["x"] }] } }),
    "InvalidParameterException",
    "Override for container named django is not a container in the TaskDefinition.",
  ],
  [
    "an override without a name",
    "RunTask",
    run({ overrides: { containerOverrides: [{ command: ["x"] }] } }),
    "InvalidParameterException",
    "Container override name cannot be blank.",
  ],
  ["an impossible task CPU", "RunTask", run({ overrides: { cpu: "lots" } }), "ClientException", /cpu/],
  [
    "a reservation above the limit",
    "RunTask",
    run({ overrides: { containerOverrides: [{ name: "app", memoryReservation: 99999 }] } }),
    "ClientException",
    /memoryReservation/,
  ],
  [
    "a service's group",
    "RunTask",
    run({ group: "service:web" }),
    "InvalidParameterException",
    "Invalid namespace for group.",
  ],
  ["a strange startedBy", "RunTask", run({ startedBy: "a b" }), "InvalidParameterException", /startedBy/],
  [
    "both launch type and strategy",
    "RunTask",
    run({ launchType: "EC2", capacityProviderStrategy: [{ capacityProvider: "FARGATE" }] }),
    "InvalidParameterException",
    /both a launch type and capacity provider strategy/,
  ],
  [
    "Fargate for a task that cannot go there",
    "RunTask",
    run({ launchType: "FARGATE" }),
    "InvalidParameterException",
    "Task definition does not support launch_type FARGATE.",
  ],
  [
    "Fargate",
    "RunTask",
    run({
      launchType: "FARGATE",
      taskDefinition: "vpc",
      networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } },
    }),
    "UnsupportedFeatureException",
    /no AWS Fargate capacity/,
  ],
  [
    "awsvpc without a network",
    "RunTask",
    run({ taskDefinition: "vpc" }),
    "InvalidParameterException",
    "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
  ],
  [
    "a network without awsvpc",
    "RunTask",
    run({ networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } } }),
    "InvalidParameterException",
    "Network Configuration is not valid for the given networkMode of this task definition.",
  ],
  [
    "an unknown strategy field",
    "RunTask",
    run({ placementStrategy: [{ type: "binpack", field: "disk" }] }),
    "InvalidParameterException",
    /binpack/,
  ],
  [
    "a broken constraint",
    "RunTask",
    run({ placementConstraints: [{ type: "memberOf", expression: "attribute:x ==" }] }),
    "InvalidParameterException",
    /position 15\.$/,
  ],
  [
    "an unknown strategy",
    "RunTask",
    run({ propagateTags: "SERVICE" }),
    "InvalidParameterException",
    /propagateTags/,
  ],
  [
    "ECS Exec without a role",
    "RunTask",
    run({ enableExecuteCommand: true }),
    "InvalidParameterException",
    /taskRoleArn/,
  ],
  [
    "a role that is not there",
    "RunTask",
    run({ overrides: { taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/nope` } }),
    "ClientException",
    /^ECS was unable to assume the role 'arn:aws:iam::123456789012:role\/nope' that was provided for this task\./,
  ],
  [
    "another account's role, whatever it trusts",
    "RunTask",
    run({ overrides: { taskRoleArn: "arn:aws:iam::999999999999:role/theirs" } }),
    "ClientException",
    /^ECS was unable to assume the role 'arn:aws:iam::999999999999:role\/theirs'/,
  ],
  [
    "a role that trusts others",
    "RunTask",
    run({ overrides: { executionRoleArn: "ec2role" } }),
    "ClientException",
    /^ECS was unable to assume the role 'arn:aws:iam::123456789012:role\/ec2role'/,
  ],
  [
    "no instances",
    "RunTask",
    { ...run({}), cluster: "empty" },
    "InvalidParameterException",
    "No Container Instances were found in your cluster.",
  ],
  [
    "no instances named",
    "StartTask",
    run({ containerInstances: [] }),
    "InvalidParameterException",
    "Container instances cannot be empty.",
  ],
  [
    "an unknown task",
    "StopTask",
    { cluster: "demo", task: UNKNOWN_TASK },
    "InvalidParameterException",
    "The referenced task was not found.",
  ],
  [
    "no task's id",
    "StopTask",
    { cluster: "demo", task: "short" },
    "InvalidParameterException",
    "taskId length should be one of [32,36]",
  ],
  [
    "another cluster's task",
    "StopTask",
    { cluster: "demo", task: other("task", `empty/${UNKNOWN_TASK}`) },
    "InvalidParameterException",
    "Invalid identifier: Identifier is for cluster empty. Your cluster is demo",
  ],
  [
    "another account's task",
    "StopTask",
    { cluster: "demo", task: `arn:aws:ecs:us-west-2:999999999999:task/demo/${UNKNOWN_TASK}` },
    "InvalidParameterException",
    /Identifier is for account 999999999999/,
  ],
  // https://github.com/sil-org/ecs-deploy/issues/63
  [
    "no tasks",
    "DescribeTasks",
    { cluster: "demo", tasks: [] },
    "InvalidParameterException",
    "Tasks cannot be empty.",
  ],
  [
    "too many tasks",
    "DescribeTasks",
    { cluster: "demo", tasks: Array(101).fill(UNKNOWN_TASK) },
    "InvalidParameterException",
    /at most 100/,
  ],
  [
    "an unknown service",
    "ListTasks",
    { cluster: "demo", serviceName: "web" },
    "ServiceNotFoundException",
    "Service not found.",
  ],
  [
    "an unknown instance",
    "ListTasks",
    { cluster: "demo", containerInstance: UNKNOWN_TASK },
    "InvalidParameterException",
    /^Referenced container instance 0+ not found\.$/,
  ],
  ["a bad token", "ListTasks", { cluster: "demo", nextToken: "x" }, "InvalidParameterException", /token/i],
];

describe("refused with AWS's words", () => {
  let plane: TestPlane;
  before(async () => {
    plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.call("CreateCluster", { clusterName: "empty" });
    await plane.define();
    await plane.define(undefined, { family: "old" });
    await plane.call("DeregisterTaskDefinition", { taskDefinition: "old:1" });
    await plane.define([{ ...APP, portMappings: [] }], {
      family: "vpc",
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
    });
    const theirs = { accountId: "999999999999", region: "us-west-2", partition: "aws" };
    const trusting = { RoleName: "theirs", AssumeRolePolicyDocument: TASKS_TRUST };
    await plane.call("CreateRole", trusting, rootCaller(theirs.accountId), theirs);
    await plane.call("CreateRole", {
      RoleName: "ec2role",
      AssumeRolePolicyDocument: TASKS_TRUST.replace("ecs-tasks", "ec2"),
    });
  });
  after(() => plane.close());

  for (const [name, operation, input, code, message] of refusals) {
    it(`${operation}: ${name}`, async () => {
      await assert.rejects(plane.call(operation, input), awsError(code, message));
    });
  }

  it("DescribeTasks: what is not there is MISSING", async () => {
    const { failures } = await plane.call("DescribeTasks", { cluster: "demo", tasks: [UNKNOWN_TASK] });
    assert.deepEqual(failures, [{ arn: other("task", `demo/${UNKNOWN_TASK}`), reason: "MISSING" }]);
  });

  it("StartTask: a failure for each instance that cannot", async () => {
    const { failures, tasks } = await plane.call("StartTask", run({ containerInstances: [UNKNOWN_TASK] }));
    assert.deepEqual(tasks, []);
    assert.deepEqual(failures, [
      { arn: other("container-instance", `demo/${UNKNOWN_TASK}`), reason: "MISSING" },
    ]);
  });
});
