import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createCluster } from "../clusters/create-cluster.ts";
import { listServiceDeployments } from "../service-deployments/list-service-deployments.ts";
import { stopServiceDeployment } from "../service-deployments/stop-service-deployment.ts";
import { registerTaskDefinition } from "../task-definitions/register-task-definition.ts";
import { rejectsWith } from "../testing/rejects-with.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { createService } from "./create-service.ts";
import { deleteService } from "./delete-service.ts";
import { describeServices } from "./describe-services.ts";
import { listServices } from "./list-services.ts";
import { updateService } from "./update-service.ts";

const GOOD = { cluster: "web", serviceName: "good", taskDefinition: "web", desiredCount: 1 };
const INVALID = "InvalidParameterException";
const UNSUPPORTED = "UnsupportedFeatureException";

type Row = readonly [what: string, input: object, code: string, text: string | RegExp];

/** Laid over a call that is good. */
const CREATE: readonly Row[] = [
  ["another cluster", { cluster: "none" }, "ClusterNotFoundException", "Cluster not found."],
  [
    "a cluster of another region",
    { cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/web" },
    INVALID,
    /^Invalid identifier/,
  ],
  ["no task definition", { taskDefinition: undefined }, INVALID, "Task definition must not be blank."],
  ["an unknown one", { taskDefinition: "none" }, "ClientException", "TaskDefinition not found."],
  ["no desired count", { desiredCount: undefined }, INVALID, "DesiredCount is missing"],
  ["a negative one", { desiredCount: -1 }, INVALID, "DesiredCount can not be lesser than 0"],
  // https://github.com/fabfuel/ecs-deploy/issues/59
  [
    "a desired count of a daemon",
    { schedulingStrategy: "DAEMON" },
    INVALID,
    "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again",
  ],
  // https://github.com/aws/aws-cdk/issues/2209
  [
    "200% of a daemon",
    {
      schedulingStrategy: "DAEMON",
      desiredCount: undefined,
      deploymentConfiguration: { maximumPercent: 200 },
    },
    INVALID,
    "The daemon scheduling strategy does not support values above 100 for maximumPercent on a deployment configuration. Change the maximumPercent value to 100, and try again",
  ],
  [
    "a strategy that is none",
    { schedulingStrategy: "X" },
    INVALID,
    "Scheduling strategy should be one of [REPLICA,DAEMON]",
  ],
  [
    "percentages without a step",
    { deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 100 } },
    INVALID,
    /will block deployments/,
  ],
  [
    "a minimum over 100",
    { deploymentConfiguration: { minimumHealthyPercent: 101 } },
    INVALID,
    /^minimumHealthyPercent/,
  ],
  ["a maximum under 100", { deploymentConfiguration: { maximumPercent: 50 } }, INVALID, /^maximumPercent/],
  [
    "a constraint that cannot be read",
    { placementConstraints: [{ type: "memberOf", expression: "a ==" }] },
    INVALID,
    /./,
  ],
  [
    "a binpack of nothing",
    { placementStrategy: [{ type: "binpack", field: "x" }] },
    INVALID,
    "binpack field 'x' is invalid",
  ],
  [
    "tags that hand on nothing known",
    { propagateTags: "X" },
    INVALID,
    "propagateTags should be one of [TASK_DEFINITION,SERVICE,NONE]",
  ],
  // https://github.com/aws/aws-toolkit-jetbrains/issues/3649, of UpdateService
  [
    "commands without a task role",
    { enableExecuteCommand: true },
    INVALID,
    /^The service couldn't be created because a valid taskRoleArn/,
  ],
  ["Fargate", { launchType: "FARGATE" }, INVALID, "Task definition does not support launch_type FARGATE."],
  ["a platform version", { platformVersion: "LATEST" }, INVALID, /^The platform version must be null/],
  [
    "subnets without awsvpc",
    { networkConfiguration: { awsvpcConfiguration: { subnets: ["s"] } } },
    INVALID,
    /^Network Configuration is not valid/,
  ],
  // https://github.com/hashicorp/terraform-provider-aws/issues/4199
  [
    "a grace period without load balancers",
    { healthCheckGracePeriodSeconds: 30 },
    INVALID,
    "Health check grace period is only valid for services configured to use load balancers",
  ],
  ["a role without load balancers", { role: "ecsServiceRole" }, INVALID, /^Roles are not allowed/],
  ["service discovery", { serviceRegistries: [{ registryArn: "r" }] }, UNSUPPORTED, /^serviceRegistries/],
  [
    "Service Connect",
    { serviceConnectConfiguration: { enabled: true } },
    UNSUPPORTED,
    /^serviceConnectConfiguration/,
  ],
  ["volumes", { volumeConfigurations: [{ name: "v" }] }, UNSUPPORTED, /^volumeConfigurations/],
  ["CodeDeploy", { deploymentController: { type: "CODE_DEPLOY" } }, UNSUPPORTED, /^deploymentController/],
  [
    "blue/green",
    { deploymentConfiguration: { strategy: "BLUE_GREEN" } },
    UNSUPPORTED,
    /^deploymentConfiguration.strategy/,
  ],
  [
    "alarms",
    { deploymentConfiguration: { alarms: { enable: true, rollback: true, alarmNames: ["a"] } } },
    UNSUPPORTED,
    /alarms/,
  ],
  // https://github.com/Shippable/support/issues/4753
  [
    "the name of another service",
    { serviceName: "there", desiredCount: 2 },
    INVALID,
    "Creation of service was not idempotent.",
  ],
];

let plane: TestPlane;

before(async () => {
  plane = await openTestPlane();
  await plane.call(createCluster, { clusterName: "web" });
  await plane.call(registerTaskDefinition, {
    family: "web",
    containerDefinitions: [{ name: "c", image: "i", memory: 8 }],
    requiresCompatibilities: ["EC2"],
  });
  await plane.call(createService, { ...GOOD, serviceName: "there" });
});

describe("CreateService", () => {
  for (const [what, input, code, text] of CREATE) {
    it(`refuses ${what}, and makes nothing`, async () => {
      await rejectsWith(plane.call(createService, { ...GOOD, ...input } as never), code, text);
      const { serviceArns } = await plane.call(listServices, { cluster: "web" });
      assert.deepEqual(serviceArns, ["arn:aws:ecs:us-east-1:123456789012:service/web/there"]);
    });
  }

  // https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/services.json: AWS's answers, recorded
  it("answers the same call with the same token with the same service, and no other", async () => {
    const call = { ...GOOD, serviceName: "token", clientToken: "again" };
    const made = await plane.call(createService, call);
    const again = await plane.call(createService, { ...call, tags: [{ key: "k", value: "v" }] });
    assert.equal(again.service?.deployments?.[0]?.id, made.service?.deployments?.[0]?.id);
    const { services } = await plane.call(describeServices, { cluster: "web", services: ["token"] });
    assert.equal(services?.length, 1);
    for (const other of [{ clientToken: "new" }, { clientToken: undefined }, { desiredCount: 2 }]) {
      await rejectsWith(
        plane.call(createService, { ...call, ...other }),
        INVALID,
        "Creation of service was not idempotent.",
      );
    }
  });
});

describe("a service that is not there", () => {
  const missing = ["ServiceNotFoundException", "Service not found."] as const;

  it("is told so", async () => {
    const service = { cluster: "web", service: "none" };
    await rejectsWith(plane.call(updateService, service), ...missing);
    await rejectsWith(plane.call(deleteService, service), ...missing);
    await rejectsWith(plane.call(listServiceDeployments, service), ...missing);
    await rejectsWith(
      plane.call(stopServiceDeployment, {
        serviceDeploymentArn: "arn:aws:ecs:us-east-1:123456789012:service-deployment/web/none/x",
      }),
      "ServiceDeploymentNotFoundException",
      "Service deployment not found.",
    );
  });
});

describe("CreateService and UpdateService", () => {
  it("need iam:PassRole for the roles of the task definition they name, and only then", async () => {
    const own = await openTestPlane();
    await own.call(createCluster, { clusterName: "web" });
    await own.call(registerTaskDefinition, {
      family: "web",
      taskRoleArn: "arn:aws:iam::123456789012:role/task",
      containerDefinitions: [{ name: "c", image: "i", memory: 8 }],
    });
    await own.call(createService, GOOD);
    own.allow({ Effect: "Allow", Action: "ecs:*", Resource: "*" });
    await own.call(updateService, { cluster: "web", service: "good", desiredCount: 2 });
    // https://github.com/keidarcy/e1s/issues/429
    const named = { cluster: "web", service: "good", taskDefinition: "web" };
    await rejectsWith(
      own.call(updateService, named),
      "AccessDeniedException",
      /iam:PassRole on resource: .*role\/task/,
    );
    await rejectsWith(
      own.call(createService, { ...GOOD, serviceName: "more" }),
      "AccessDeniedException",
      /iam:PassRole/,
    );
  });

  it("can be limited by what they ask for", async () => {
    const own = await openTestPlane();
    await own.call(createCluster, { clusterName: "web" });
    await own.call(registerTaskDefinition, {
      family: "web",
      containerDefinitions: [{ name: "c", image: "i", memory: 8 }],
    });
    own.allow({
      Effect: "Allow",
      Action: "ecs:CreateService",
      Resource: "arn:aws:ecs:us-east-1:123456789012:service/web/good",
      Condition: {
        ArnLike: { "ecs:task-definition": "arn:aws:ecs:us-east-1:123456789012:task-definition/web:*" },
        Bool: { "ecs:enable-execute-command": "false" },
      },
    });
    await rejectsWith(
      own.call(createService, { ...GOOD, serviceName: "bad" }),
      "AccessDeniedException",
      /ecs:CreateService on resource: arn:aws:ecs:us-east-1:123456789012:service\/web\/bad/,
    );
    await own.call(createService, GOOD);
  });
});
