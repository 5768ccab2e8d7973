import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { LoadBalancer } from "@aws-sdk/client-ecs";
import { APP, awsError } from "../../agents/testing/test-plane.ts";
import { RegisteredFleet } from "../../scheduler/load-balancers/testing/registered-fleet.ts";
import { serviceTable } from "../table.ts";

const INVALID = "InvalidParameterException";

let fleet: RegisteredFleet;
let web: LoadBalancer;
let addresses: LoadBalancer;
let classic: LoadBalancer;
let lonely = "";

type Row = readonly [what: string, input: () => object, code: string, text: string | RegExp];

/** Laid over a call that is good. */
const ROWS: readonly Row[] = [
  [
    "both a name and a target group",
    () => ({ loadBalancers: [{ ...web, loadBalancerName: "old" }] }),
    INVALID,
    "loadBalancerName and targetGroupArn cannot both be specified",
  ],
  [
    "neither",
    () => ({ loadBalancers: [{ containerName: "app", containerPort: 8080 }] }),
    INVALID,
    /must be specified$/,
  ],
  // https://github.com/aws/amazon-ecs-cli/issues/359
  [
    "no container",
    () => ({ loadBalancers: [{ ...web, containerName: undefined }] }),
    INVALID,
    "Container Name can not be blank.",
  ],
  // https://github.com/aws/amazon-ecs-agent/issues/1276
  [
    "an unknown container",
    () => ({ loadBalancers: [{ ...web, containerName: "web" }] }),
    INVALID,
    "The container web does not exist in the task definition.",
  ],
  // https://github.com/pulumi/pulumi-awsx/issues/1172
  [
    "an unmapped port",
    () => ({ loadBalancers: [{ ...web, containerPort: 80 }] }),
    INVALID,
    "The container app did not have a container port 80 defined.",
  ],
  ["no port", () => ({ loadBalancers: [{ ...web, containerPort: undefined }] }), INVALID, /^Container Port/],
  [
    "a target group that is not there",
    () => ({ loadBalancers: [{ ...web, targetGroupArn: `${web.targetGroupArn?.slice(0, -4)}ffff` }] }),
    INVALID,
    /^The target group with targetGroupArn .*ffff does not exist\.$/,
  ],
  // https://github.com/Shippable/support/issues/4698
  [
    "the name of a target group for its ARN",
    () => ({ loadBalancers: [{ ...web, targetGroupArn: "web" }] }),
    INVALID,
    "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions.",
  ],
  // https://github.com/umotif-public/terraform-aws-ecs-fargate/issues/43
  [
    "a target group without a load balancer",
    () => ({ loadBalancers: [{ ...web, targetGroupArn: lonely }] }),
    INVALID,
    /^The target group with targetGroupArn arn:\S+ does not have an associated load balancer\.$/,
  ],
  // https://github.com/hashicorp/terraform/issues/24266
  [
    "targets that are addresses for tasks on the bridge",
    () => ({ loadBalancers: [addresses] }),
    INVALID,
    /^The provided target group arn:\S+ has target type ip, which is incompatible with the bridge network mode specified in the task definition\.$/,
  ],
  // https://github.com/riboseinc/terraform-aws-ecs-gitlab/issues/5
  [
    "targets that are instances for tasks with an address",
    () => ({ taskDefinition: "vpc", ...NETWORK, loadBalancers: [web] }),
    INVALID,
    /^The provided target group arn:\S+ has target type instance, which is incompatible with the awsvpc network mode specified in the task definition\.$/,
  ],
  // https://github.com/hashicorp/terraform-provider-aws/issues/4657
  [
    "a role for tasks with an address",
    () => ({ taskDefinition: "vpc", ...NETWORK, loadBalancers: [addresses], role: "ecsServiceRole" }),
    INVALID,
    "You cannot specify an IAM role for services that require a service linked role.",
  ],
  [
    "a role for several target groups",
    () => ({ loadBalancers: [web, addresses], role: "ecsServiceRole" }),
    INVALID,
    "You cannot specify an IAM role for services that require a service linked role.",
  ],
  // https://github.com/aws/amazon-ecs-agent/issues/647
  [
    "a Classic Load Balancer that is not there",
    () => ({ taskDefinition: "fixed", loadBalancers: [{ ...classic, loadBalancerName: "none" }] }),
    INVALID,
    "The load balancer none does not exist.",
  ],
  // https://github.com/aws/aws-sdk-js/issues/1397
  [
    "a Classic Load Balancer for a port that is not fixed",
    () => ({ loadBalancers: [classic] }),
    INVALID,
    "A host port mapping for the container port 8080 is required.",
  ],
  [
    "a Classic Load Balancer that does not listen for the port",
    () => ({ taskDefinition: "elsewhere", loadBalancers: [classic] }),
    INVALID,
    "The load balancer old does not have a listener for the host port 81.",
  ],
  [
    "a Classic Load Balancer for tasks with an address",
    () => ({ taskDefinition: "vpc", ...NETWORK, loadBalancers: [classic] }),
    INVALID,
    /awsvpc/,
  ],
  [
    "more target groups than five",
    () => ({ loadBalancers: Array.from({ length: 6 }, () => web) }),
    INVALID,
    /at most 5 target groups/,
  ],
  [
    "the same target group twice",
    () => ({ loadBalancers: [web, web] }),
    INVALID,
    "loadBalancers must not contain duplicates.",
  ],
  [
    "what blue/green deployments need",
    () => ({ loadBalancers: [{ ...web, advancedConfiguration: { roleArn: "r" } }] }),
    "UnsupportedFeatureException",
    /^loadBalancers\.advancedConfiguration/,
  ],
  [
    "a grace period below zero",
    () => ({ loadBalancers: [web], healthCheckGracePeriodSeconds: -1 }),
    INVALID,
    /^Health check grace period/,
  ],
];

const NETWORK = { networkConfiguration: { awsvpcConfiguration: { subnets: ["subnet-1"] } } };

before(async () => {
  fleet = await RegisteredFleet.open(1);
  web = await fleet.targetGroup();
  addresses = await fleet.targetGroup("addresses", { TargetType: "ip" });
  classic = await fleet.classic();
  lonely = await fleet.idleTargetGroup("lonely");
  await fleet.plane.define([{ ...APP, portMappings: [{ containerPort: 8080 }] }], {
    family: "vpc",
    networkMode: "awsvpc",
  });
  await fleet.plane.define([{ ...APP, portMappings: [{ containerPort: 8080, hostPort: 81 }] }], {
    family: "elsewhere",
  });
  await fleet.plane.define([{ ...APP, name: "other" }], { family: "other" });
});

after(() => fleet.plane.close());

describe("CreateService", () => {
  for (const [what, input, code, text] of ROWS) {
    it(`refuses ${what}, and makes nothing`, async () => {
      await assert.rejects(fleet.create(input()), awsError(code, text));
      assert.equal(fleet.plane.state.table(serviceTable).size, 0);
    });
  }
});

describe("UpdateService", () => {
  it("adds load balancers, keeps them, checks new definitions against them, and removes them", async () => {
    await fleet.create({ desiredCount: 0 });
    const added = await fleet.update({ loadBalancers: [web], healthCheckGracePeriodSeconds: 5 });
    assert.deepEqual(added.service.loadBalancers, [web]);
    assert.equal(added.service.deployments?.length, 2);
    await fleet.settle();
    const kept = await fleet.update({ desiredCount: 0 });
    assert.deepEqual([kept.service.loadBalancers, kept.service.deployments?.length], [[web], 1]);
    await assert.rejects(
      fleet.update({ taskDefinition: "other" }),
      awsError(INVALID, "The container app does not exist in the task definition."),
    );
    const both = await fleet.update({ taskDefinition: "other", loadBalancers: [] });
    assert.deepEqual(both.service.loadBalancers, []);
    await assert.rejects(
      fleet.update({ healthCheckGracePeriodSeconds: 9 }),
      awsError(INVALID, /^Health check grace period is only valid/),
    );
    const { serviceRevisions } = await fleet.plane.call<{
      serviceRevisions: { loadBalancers: LoadBalancer[] }[];
    }>("DescribeServiceRevisions", {
      serviceRevisionArns: [added.service.currentServiceRevisions?.[0]?.arn],
    });
    assert.deepEqual(serviceRevisions[0]?.loadBalancers, [web]);
  });
});
