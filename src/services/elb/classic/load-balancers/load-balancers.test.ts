import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { defaultVpc } from "../../../ec2/index.ts";
import { awsError } from "../../testing/aws-error.ts";
import { registerInstancesWithLoadBalancer } from "../instances/register-instances-with-load-balancer.ts";
import { classicInstanceTable } from "../table.ts";
import { createWeb, WEB } from "../testing/create-web.ts";
import { openTestPlane, SCOPE, type TestPlane } from "../testing/test-plane.ts";
import { createLoadBalancer } from "./create-load-balancer.ts";
import { deleteLoadBalancer } from "./delete-load-balancer.ts";
import { describeLoadBalancers } from "./describe-load-balancers.ts";

const HTTP = { Protocol: "HTTP", LoadBalancerPort: 80, InstancePort: 8080 };
const VALID = { LoadBalancerName: "lb", Listeners: [HTTP], AvailabilityZones: ["us-east-1a"] };

let plane: TestPlane;
beforeEach(async () => {
  plane = await openTestPlane();
});

const names = async (): Promise<readonly (string | undefined)[]> => {
  const { LoadBalancerDescriptions = [] } = await plane.call(describeLoadBalancers, {});
  return LoadBalancerDescriptions.map(({ LoadBalancerName }) => LoadBalancerName);
};

describe("a Classic Load Balancer", () => {
  it("is described with everything that AWS settles for it", async () => {
    const { DNSName } = await createWeb(plane);
    assert.match(DNSName ?? "", /^web-\d{9,10}\.us-east-1\.elb\.localhost$/);
    const vpc = defaultVpc(SCOPE);
    const { LoadBalancerDescriptions } = await plane.call(describeLoadBalancers, {
      LoadBalancerNames: [WEB],
    });
    assert.deepEqual(LoadBalancerDescriptions, [
      {
        LoadBalancerName: WEB,
        DNSName,
        CanonicalHostedZoneName: DNSName,
        CanonicalHostedZoneNameID: "Z35SXDOTRQ7X7K",
        ListenerDescriptions: [
          {
            Listener: {
              Protocol: "HTTP",
              LoadBalancerPort: 80,
              InstanceProtocol: "HTTP",
              InstancePort: 8080,
            },
            PolicyNames: [],
          },
        ],
        Policies: { AppCookieStickinessPolicies: [], LBCookieStickinessPolicies: [], OtherPolicies: [] },
        BackendServerDescriptions: [],
        AvailabilityZones: ["us-east-1a", "us-east-1b"],
        Subnets: [vpc.subnets[0].id, vpc.subnets[1].id],
        VPCId: vpc.id,
        Instances: [],
        HealthCheck: {
          Target: "TCP:8080",
          Interval: 30,
          Timeout: 5,
          UnhealthyThreshold: 2,
          HealthyThreshold: 10,
        },
        SourceSecurityGroup: { OwnerAlias: SCOPE.accountId, GroupName: "default" },
        SecurityGroups: [vpc.securityGroup.id],
        CreatedTime: new Date("2026-01-01T00:00:00Z"),
        Scheme: "internet-facing",
      },
    ]);
  });

  it("that is internal has a name that says so, and none in the public zone", async () => {
    const { DNSName = "" } = await plane.call(createLoadBalancer, { ...VALID, Scheme: "internal" });
    assert.ok(DNSName.startsWith("internal-lb-"));
    const { LoadBalancerDescriptions: [found] = [] } = await plane.call(describeLoadBalancers, {});
    assert.equal(found?.Scheme, "internal");
    assert.ok(found !== undefined && !("CanonicalHostedZoneName" in found));
  });

  it("is created again by the same request, and not by another one", async () => {
    const first = await createWeb(plane);
    assert.deepEqual(await createWeb(plane), first);
    const again = {
      LoadBalancerName: WEB,
      Listeners: [HTTP],
      AvailabilityZones: ["us-east-1b", "us-east-1a"],
    };
    assert.deepEqual(await plane.call(createLoadBalancer, again), first);
    const differs = (what: string) =>
      awsError(
        "DuplicateLoadBalancerName",
        `Load Balancer named web already exists and it is configured with different ${what}.`,
      );
    await assert.rejects(
      plane.call(createLoadBalancer, { ...again, Scheme: "internal" }),
      differs("parameters"),
    );
    await assert.rejects(
      plane.call(createLoadBalancer, { ...again, Listeners: [{ ...HTTP, InstancePort: 81 }] }),
      differs("parameters"),
    );
    await assert.rejects(
      plane.call(createLoadBalancer, { ...again, Tags: [{ Key: "team", Value: "red" }] }),
      differs("tags"),
    );
  });

  it("goes with its instances, and its deletion succeeds when there is none", async () => {
    await createWeb(plane);
    await plane.instance({ id: "i-1" });
    await plane.call(registerInstancesWithLoadBalancer, {
      LoadBalancerName: WEB,
      Instances: [{ InstanceId: "i-1" }],
    });
    assert.deepEqual(await plane.call(deleteLoadBalancer, { LoadBalancerName: WEB }), {});
    assert.deepEqual(await plane.call(deleteLoadBalancer, { LoadBalancerName: WEB }), {});
    assert.equal(plane.state.table(classicInstanceTable).size, 0);
    await assert.rejects(
      plane.call(describeLoadBalancers, { LoadBalancerNames: [WEB] }),
      awsError("LoadBalancerNotFound", "There is no ACTIVE Load Balancer named 'web'"),
    );
  });

  it("is not seen in another region", async () => {
    await createWeb(plane);
    const elsewhere = { ...SCOPE, region: "eu-west-1" };
    assert.deepEqual(await plane.call(describeLoadBalancers, {}, { scope: elsewhere }), {
      LoadBalancerDescriptions: [],
    });
  });

  it("is listed in pages", async () => {
    for (const name of ["c", "a", "b"])
      await plane.call(createLoadBalancer, { ...VALID, LoadBalancerName: name });
    const first = await plane.call(describeLoadBalancers, { PageSize: 2 });
    assert.deepEqual(
      first.LoadBalancerDescriptions?.map(({ LoadBalancerName }) => LoadBalancerName),
      ["a", "b"],
    );
    const { NextMarker: Marker = "" } = first;
    const second = await plane.call(describeLoadBalancers, { PageSize: 2, Marker });
    assert.deepEqual(
      second.LoadBalancerDescriptions?.map(({ LoadBalancerName }) => LoadBalancerName),
      ["c"],
    );
    assert.ok(!("NextMarker" in second));
    await assert.rejects(
      plane.call(describeLoadBalancers, { Marker: "made-up" }),
      awsError("ValidationError", "Invalid Marker."),
    );
  });

  it("is one of 20 in a region", async () => {
    for (let index = 0; index < 20; index += 1)
      await plane.call(createLoadBalancer, { ...VALID, LoadBalancerName: `lb${index}` });
    await assert.rejects(plane.call(createLoadBalancer, VALID), awsError("TooManyLoadBalancers", /quota/));
    assert.equal((await names()).length, 20);
  });
});

/** What CreateLoadBalancer refuses; sources are at the errors. */
const REFUSALS: readonly (readonly [why: string, input: object, code: string, text: string | RegExp])[] = [
  [
    "a long name",
    { LoadBalancerName: "x".repeat(33) },
    "ValidationError",
    "LoadBalancer name cannot be longer than 32 characters",
  ],
  [
    "a name with a dot",
    { LoadBalancerName: "a.b" },
    "ValidationError",
    "LoadBalancer name cannot contain characters that are not letters, or digits or the dash.",
  ],
  ["a name that ends in a dash", { LoadBalancerName: "a-" }, "ValidationError", /begin or end/],
  ["no listener", { Listeners: [] }, "ValidationError", /listener/],
  [
    "no place",
    { AvailabilityZones: undefined },
    "ValidationError",
    "Either AvailabilityZones or SubnetIds must be specified",
  ],
  [
    "zones and subnets",
    { Subnets: ["subnet-1"] },
    "ValidationError",
    "Only one of SubnetIds or AvailabilityZones may be specified",
  ],
  [
    "an unknown subnet",
    { AvailabilityZones: [], Subnets: ["subnet-1"] },
    "SubnetNotFound",
    /One or more of the specified subnets do not exist/,
  ],
  ["an unknown zone", { AvailabilityZones: ["us-east-1z"] }, "ValidationError", /us-east-1z/],
  ["an unknown security group", { SecurityGroups: ["sg-1"] }, "InvalidSecurityGroup", /do not exist/],
  ["an unknown scheme", { Scheme: "public" }, "InvalidScheme", /scheme/],
  [
    "a port out of range",
    { Listeners: [{ ...HTTP, LoadBalancerPort: 65_536 }] },
    "ValidationError",
    /LoadBalancerPort/,
  ],
  [
    "an instance port out of range",
    { Listeners: [{ ...HTTP, InstancePort: 0 }] },
    "ValidationError",
    "1 validation error detected: Value '0' at 'listeners.1.member.instancePort' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  ["an unknown protocol", { Listeners: [{ ...HTTP, Protocol: "UDP" }] }, "UnsupportedProtocol", /protocol/],
  [
    "layers that do not meet",
    { Listeners: [{ ...HTTP, InstanceProtocol: "TCP" }] },
    "ValidationError",
    /same Internet protocol layer/,
  ],
  [
    "a secure listener without a certificate",
    { Listeners: [{ ...HTTP, Protocol: "HTTPS" }] },
    "ValidationError",
    "Secure Listeners need to specify a SSLCertificateId",
  ],
  [
    "a certificate that there is not",
    { Listeners: [{ ...HTTP, Protocol: "SSL", SSLCertificateId: "arn:aws:iam::1:server-certificate/x" }] },
    "CertificateNotFound",
    "Server Certificate not found for the key: arn:aws:iam::1:server-certificate/x",
  ],
  [
    "two listeners on one port",
    { Listeners: [HTTP, { ...HTTP, InstancePort: 81 }] },
    "DuplicateListener",
    "A listener already exists for lb with LoadBalancerPort 80, but with a different InstancePort, Protocol, or SSLCertificateId",
  ],
  [
    "a tag key twice",
    {
      Tags: [
        { Key: "a", Value: "1" },
        { Key: "a", Value: "2" },
      ],
    },
    "DuplicateTagKeys",
    "Duplicate Tag Keys found in the request. Tag keys should be unique.",
  ],
  [
    "a tag key of AWS's",
    { Tags: [{ Key: "aws:x", Value: "1" }] },
    "ValidationError",
    "Tag key 'aws:x' cannot start with 'aws:'",
  ],
  [
    "too many tags",
    { Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" })) },
    "TooManyTags",
    /quota/,
  ],
];

describe("CreateLoadBalancer refuses", () => {
  for (const [why, input, code, text] of REFUSALS)
    it(why, async () => {
      await assert.rejects(plane.call(createLoadBalancer, { ...VALID, ...input }), awsError(code, text));
      assert.deepEqual(await names(), []);
    });
});
