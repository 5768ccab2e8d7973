import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { CreateLoadBalancerInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { awsError } from "../../testing/aws-error.ts";
import { makeLoadBalancer, SUBNETS, VPC } from "../testing/samples.ts";
import { openTestPlane, SCOPE, type TestPlane } from "../testing/test-plane.ts";
import { createLoadBalancer } from "./create-load-balancer.ts";
import { deleteLoadBalancer } from "./delete-load-balancer.ts";
import { describeLoadBalancers } from "./describe-load-balancers.ts";
import { modifyLoadBalancerAttributes } from "./modify-load-balancer-attributes.ts";
import { setIpAddressType } from "./set-ip-address-type.ts";
import { setSecurityGroups } from "./set-security-groups.ts";
import { setSubnets } from "./set-subnets.ts";
import { loadBalancerTable } from "./table.ts";

type Case = readonly [given: Partial<CreateLoadBalancerInput>, code: string, message: string];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html and errors.ts */
const REFUSED: readonly Case[] = [
  [
    { Name: "x".repeat(33) },
    "ValidationError",
    `The load balancer name '${"x".repeat(33)}' cannot be longer than '32' characters`,
  ],
  [
    { Name: "a_b" },
    "ValidationError",
    "The load balancer name 'a_b' can only contain characters that are alphanumeric characters or hyphens(-)",
  ],
  [{ Name: "web-" }, "ValidationError", "The load balancer name 'web-' cannot begin or end with a hyphen(-)"],
  [
    { Name: "internal-web" },
    "ValidationError",
    "The load balancer name 'internal-web' cannot begin with 'internal-'",
  ],
  [
    { Subnets: SUBNETS.slice(0, 1) },
    "ValidationError",
    "At least two subnets in two different Availability Zones must be specified",
  ],
  [
    { Subnets: [...SUBNETS, ...SUBNETS.slice(0, 1)] },
    "InvalidConfigurationRequest",
    "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
  ],
  [{ Subnets: ["subnet-0000", ...SUBNETS] }, "SubnetNotFound", "The subnet ID 'subnet-0000' does not exist"],
  [{ Subnets: [] }, "ValidationError", "At least one subnet must be specified"],
  [
    { SubnetMappings: SUBNETS.map((SubnetId) => ({ SubnetId })) },
    "ValidationError",
    "You must specify either subnets or subnet mappings, not both",
  ],
  [
    { Subnets: [], Type: "network", SubnetMappings: [{ SubnetId: SUBNETS[0], AllocationId: "eipalloc-1" }] },
    "AllocationIdNotFound",
    "The allocation ID 'eipalloc-1' does not exist",
  ],
  [{ SecurityGroups: ["sg-1"] }, "InvalidSecurityGroup", "One or more security groups are invalid"],
  [
    { IpAddressType: "dualstack" },
    "ValidationError",
    "You must specify subnets with an associated IPv6 CIDR block.",
  ],
  [{ Type: "gateway" }, "InvalidConfigurationRequest", "Portreeve does not carry gateway load balancers yet"],
  [
    {
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "a", Value: "2" },
      ],
    },
    "DuplicateTagKeys",
    "A tag key was specified more than once: 'a'",
  ],
];

describe("CreateLoadBalancer", () => {
  let plane: TestPlane;
  before(async () => {
    plane = await openTestPlane();
  });

  for (const [given, code, message] of REFUSED)
    it(`refuses ${JSON.stringify(given).slice(0, 70)}`, async () => {
      await assert.rejects(makeLoadBalancer(plane, given), awsError(code, message));
      assert.equal(plane.state.table(loadBalancerTable).size, 0);
    });

  it("answers the same load balancer for the same settings, in whatever order, and refuses others", async () => {
    const own = await openTestPlane();
    const arn = await makeLoadBalancer(own);
    assert.equal(await makeLoadBalancer(own, { Subnets: SUBNETS.toReversed() }), arn);
    const different: readonly Partial<CreateLoadBalancerInput>[] = [
      { Scheme: "internal" },
      { Type: "network" },
      { Tags: [{ Key: "a", Value: "b" }] },
    ];
    for (const given of different)
      await assert.rejects(
        makeLoadBalancer(own, given),
        awsError(
          "DuplicateLoadBalancerName",
          "A load balancer with the same name 'web' exists, but with different settings",
        ),
      );
    assert.equal(own.state.table(loadBalancerTable).size, 1);
  });

  it("makes network load balancers without security groups, with addresses of their own when internal", async () => {
    const own = await openTestPlane();
    const { LoadBalancers = [] } = await own.call(createLoadBalancer, {
      Name: "net",
      Type: "network",
      Scheme: "internal",
      SubnetMappings: [{ SubnetId: SUBNETS[0], PrivateIPv4Address: "172.31.0.9" }],
    });
    const [shown] = LoadBalancers;
    assert.match(shown?.LoadBalancerArn ?? "", /:loadbalancer\/net\/net\/[0-9a-f]{16}$/);
    assert.match(shown?.DNSName ?? "", /^internal-net-\d+\.us-east-1\.elb\.localhost$/);
    assert.equal(shown?.CanonicalHostedZoneId, "Z26RNL4JYFTOTI");
    assert.equal(shown?.SecurityGroups, undefined);
    assert.deepEqual(shown?.AvailabilityZones?.[0]?.LoadBalancerAddresses, [
      { PrivateIPv4Address: "172.31.0.9" },
    ]);
    await assert.rejects(
      makeLoadBalancer(own, {
        Type: "network",
        Scheme: "internal",
        Subnets: [],
        SubnetMappings: [{ SubnetId: SUBNETS[0], PrivateIPv4Address: "172.31.16.9" }],
      }),
      { code: "InvalidConfigurationRequest" },
    );
  });
});

describe("DescribeLoadBalancers", () => {
  it("names what it does not find, and takes names or ARNs", async () => {
    const plane = await openTestPlane();
    const arn = await makeLoadBalancer(plane);
    const gone = arn.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    await assert.rejects(
      plane.call(describeLoadBalancers, { Names: ["web", "a", "b"] }),
      awsError("LoadBalancerNotFound", "Load balancers '[a, b]' not found"),
    );
    await assert.rejects(
      plane.call(describeLoadBalancers, { LoadBalancerArns: [arn, gone] }),
      awsError("LoadBalancerNotFound", "One or more load balancers not found"),
    );
    await assert.rejects(plane.call(describeLoadBalancers, { LoadBalancerArns: [arn], Names: ["web"] }), {
      code: "ValidationError",
    });
  });

  it("takes ARNs of other accounts and regions for malformed", async () => {
    const plane = await openTestPlane();
    const arn = await makeLoadBalancer(plane);
    for (const scope of [
      { ...SCOPE, accountId: "210987654321" },
      { ...SCOPE, region: "eu-west-1" },
    ])
      for (const operation of [describeLoadBalancers, deleteLoadBalancer])
        await assert.rejects(
          plane.call(
            operation as typeof describeLoadBalancers,
            { LoadBalancerArns: [arn], LoadBalancerArn: arn } as object,
            {
              scope,
            },
          ),
          awsError("ValidationError", `'${arn}' is not a valid load balancer ARN`),
        );
  });
});

describe("changing a load balancer", () => {
  it("moves it to other subnets", async () => {
    const plane = await openTestPlane();
    const LoadBalancerArn = await makeLoadBalancer(plane);
    const { AvailabilityZones } = await plane.call(setSubnets, {
      LoadBalancerArn,
      Subnets: VPC.subnets.map(({ id }) => id),
    });
    assert.deepEqual(
      AvailabilityZones?.map(({ ZoneName }) => ZoneName),
      ["us-east-1a", "us-east-1b", "us-east-1c"],
    );
    await assert.rejects(
      plane.call(setSubnets, { LoadBalancerArn, Subnets: SUBNETS.slice(0, 1) }),
      awsError(
        "ValidationError",
        "At least two subnets in two different Availability Zones must be specified",
      ),
    );
  });

  it("gives it security groups and an address type that are there", async () => {
    const plane = await openTestPlane();
    const LoadBalancerArn = await makeLoadBalancer(plane);
    const SecurityGroups = [VPC.securityGroup.id];
    const { SecurityGroupIds } = await plane.call(setSecurityGroups, { LoadBalancerArn, SecurityGroups });
    assert.deepEqual(SecurityGroupIds, SecurityGroups);
    await assert.rejects(plane.call(setSecurityGroups, { LoadBalancerArn, SecurityGroups: ["sg-1"] }), {
      code: "InvalidSecurityGroup",
    });
    const network = await makeLoadBalancer(plane, { Name: "net", Type: "network" });
    await assert.rejects(plane.call(setSecurityGroups, { LoadBalancerArn: network, SecurityGroups }), {
      code: "InvalidConfigurationRequest",
    });
    assert.deepEqual(await plane.call(setIpAddressType, { LoadBalancerArn, IpAddressType: "ipv4" }), {
      IpAddressType: "ipv4",
    });
  });

  it("does not delete it while it is protected", async () => {
    const plane = await openTestPlane();
    const LoadBalancerArn = await makeLoadBalancer(plane);
    const protect = (Value: string): Promise<unknown> =>
      plane.call(modifyLoadBalancerAttributes, {
        LoadBalancerArn,
        Attributes: [{ Key: "deletion_protection.enabled", Value }],
      });
    await protect("true");
    // https://github.com/rebuy-de/aws-nuke/issues/258
    await assert.rejects(
      plane.call(deleteLoadBalancer, { LoadBalancerArn }),
      awsError(
        "OperationNotPermitted",
        `Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
      ),
    );
    await protect("false");
    await plane.call(deleteLoadBalancer, { LoadBalancerArn });
    assert.equal(plane.state.table(loadBalancerTable).size, 0);
  });
});
