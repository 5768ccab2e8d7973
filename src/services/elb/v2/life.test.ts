import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { awsError } from "../testing/aws-error.ts";
import { deleteListener } from "./listeners/delete-listener.ts";
import { listenerTable } from "./listeners/table.ts";
import { deleteLoadBalancer } from "./load-balancers/delete-load-balancer.ts";
import { describeLoadBalancers } from "./load-balancers/describe-load-balancers.ts";
import { createRule } from "./rules/create-rule.ts";
import { describeRules } from "./rules/describe-rules.ts";
import { ruleTable } from "./rules/table.ts";
import { deleteTargetGroup } from "./target-groups/delete-target-group.ts";
import { describeTargetGroups } from "./target-groups/describe-target-groups.ts";
import { deregisterTargets } from "./targets/deregister-targets.ts";
import { describeTargetHealth } from "./targets/describe-target-health.ts";
import { registerTargets } from "./targets/register-targets.ts";
import {
  makeListener,
  makeLoadBalancer,
  makeRule,
  makeTargetGroup,
  SUBNETS,
  VPC,
} from "./testing/samples.ts";
import { openTestPlane, type TestPlane } from "./testing/test-plane.ts";

const TARGET = { Id: "172.31.0.10", Port: 8080 };

const healthOf = async (plane: TestPlane, TargetGroupArn: string): Promise<readonly unknown[]> => {
  const { TargetHealthDescriptions = [] } = await plane.call(describeTargetHealth, { TargetGroupArn });
  return TargetHealthDescriptions.map(({ TargetHealth: health }) => [health?.State, health?.Reason]);
};

describe("a load balancer's life", () => {
  it("is shown as AWS shows it", async () => {
    const plane = await openTestPlane();
    const arn = await makeLoadBalancer(plane);
    assert.match(
      arn,
      /^arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/app\/web\/[0-9a-f]{16}$/,
    );
    const { LoadBalancers } = await plane.call(describeLoadBalancers, { Names: ["web"] });
    const [shown] = LoadBalancers ?? [];
    assert.match(shown?.DNSName ?? "", /^web-\d+\.us-east-1\.elb\.localhost$/);
    assert.deepEqual(
      { ...shown, DNSName: "" },
      {
        LoadBalancerArn: arn,
        DNSName: "",
        CanonicalHostedZoneId: "Z35SXDOTRQ7X7K",
        CreatedTime: new Date(Date.UTC(2026, 0, 1)),
        LoadBalancerName: "web",
        Scheme: "internet-facing",
        VpcId: VPC.id,
        State: { Code: "provisioning" },
        Type: "application",
        AvailabilityZones: [
          { ZoneName: "us-east-1a", SubnetId: SUBNETS[0], LoadBalancerAddresses: [] },
          { ZoneName: "us-east-1b", SubnetId: SUBNETS[1], LoadBalancerAddresses: [] },
        ],
        SecurityGroups: [VPC.securityGroup.id],
        IpAddressType: "ipv4",
      },
    );
  });

  it("ends with its listeners and their rules; target groups stay", async () => {
    const plane = await openTestPlane();
    const arn = await makeLoadBalancer(plane);
    const group = await makeTargetGroup(plane);
    const listener = await makeListener(plane, arn, group);
    await makeRule(plane, listener, group, 1);
    await plane.call(registerTargets, { TargetGroupArn: group, Targets: [TARGET] });
    assert.deepEqual(await healthOf(plane, group), [["initial", "Elb.RegistrationInProgress"]]);
    await assert.rejects(
      plane.call(deleteTargetGroup, { TargetGroupArn: group }),
      awsError("ResourceInUse", `Target group '${group}' is currently in use by a listener or a rule`),
    );
    await plane.call(deleteLoadBalancer, { LoadBalancerArn: arn });
    await plane.call(deleteLoadBalancer, { LoadBalancerArn: arn });
    assert.equal(plane.state.table(listenerTable).size, 0);
    assert.equal(plane.state.table(ruleTable).size, 0);
    assert.deepEqual(await healthOf(plane, group), [["unused", "Target.NotInUse"]]);
    await plane.call(deleteTargetGroup, { TargetGroupArn: group });
    await plane.call(deleteTargetGroup, { TargetGroupArn: group });
    await assert.rejects(
      plane.call(describeTargetGroups, { TargetGroupArns: [group] }),
      awsError("TargetGroupNotFound", "One or more target groups not found"),
    );
  });
});

describe("a target's life", () => {
  it("goes from unused by initial and draining to gone, and back from draining", async () => {
    const plane = await openTestPlane();
    const group = await makeTargetGroup(plane);
    await plane.call(registerTargets, { TargetGroupArn: group, Targets: [TARGET] });
    assert.deepEqual(await healthOf(plane, group), [["unused", "Target.NotInUse"]]);
    const listener = await makeListener(plane, await makeLoadBalancer(plane), group);
    assert.deepEqual(await healthOf(plane, group), [["initial", "Elb.RegistrationInProgress"]]);
    await plane.call(deregisterTargets, { TargetGroupArn: group, Targets: [TARGET] });
    assert.deepEqual(await healthOf(plane, group), [["draining", "Target.DeregistrationInProgress"]]);
    await plane.call(registerTargets, { TargetGroupArn: group, Targets: [TARGET] });
    assert.deepEqual(await healthOf(plane, group), [["initial", "Elb.RegistrationInProgress"]]);
    await plane.call(deleteListener, { ListenerArn: listener });
    await plane.call(deregisterTargets, { TargetGroupArn: group, Targets: [TARGET] });
    assert.deepEqual(await healthOf(plane, group), []);
    const { TargetHealthDescriptions } = await plane.call(describeTargetHealth, {
      TargetGroupArn: group,
      Targets: [TARGET],
    });
    assert.deepEqual(TargetHealthDescriptions, [
      {
        Target: TARGET,
        TargetHealth: {
          State: "unused",
          Reason: "Target.NotRegistered",
          Description: "Target is not registered to the target group",
        },
      },
    ]);
  });
});

describe("the rules of a listener", () => {
  it("come in the order of their priorities, the default one last", async () => {
    const plane = await openTestPlane();
    const group = await makeTargetGroup(plane);
    const listener = await makeListener(plane, await makeLoadBalancer(plane), group);
    for (const priority of [30, 4, 100]) await makeRule(plane, listener, group, priority);
    const { Rules = [] } = await plane.call(describeRules, { ListenerArn: listener });
    assert.deepEqual(
      Rules.map(({ Priority, IsDefault }) => [Priority, IsDefault]),
      [
        ["4", false],
        ["30", false],
        ["100", false],
        ["default", true],
      ],
    );
    const named = await plane.call(describeRules, { RuleArns: [Rules[3]?.RuleArn ?? ""] });
    assert.deepEqual(named.Rules, [Rules[3]]);
    await assert.rejects(
      plane.call(createRule, {
        ListenerArn: listener,
        Priority: 30,
        Conditions: [{ Field: "host-header", Values: ["example.com"] }],
        Actions: [{ Type: "forward", TargetGroupArn: group }],
      }),
      awsError("PriorityInUse", "Priority '30' is currently in use"),
    );
  });
});
