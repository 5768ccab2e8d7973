import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import * as elbv2 from "@aws-sdk/client-elastic-load-balancing-v2";
import { openProduct, type Product } from "../product/open-product.ts";

// Every answer of version 2015-12-01 as AWS's own client reads it: what is written is what is meant.

const { ElasticLoadBalancingV2Client } = elbv2;
type Client = elbv2.ElasticLoadBalancingV2Client;
type Command = Parameters<Client["send"]>[0];

const TAGS = [{ Key: "team", Value: "größe + maß" }];

describe("AWS's own client", () => {
  let product: Product;
  let client: Client;
  const arns: Record<string, string> = {};

  /** Calls an operation by its name; answers what the client made of the answer, without its metadata. */
  const call = async (name: string, input: object): Promise<Record<string, unknown>> => {
    // INVARIANT: the client exports each operation under this name.
    const Made = (elbv2 as unknown as Record<string, new (input: object) => Command>)[`${name}Command`]!;
    const { $metadata, ...output } = (await client.send(new Made(input))) as unknown as Record<
      string,
      unknown
    >;
    assert.equal(($metadata as { httpStatusCode?: number }).httpStatusCode, 200);
    return output;
  };

  before(async () => {
    product = await openProduct();
    const { accessKeyId, secretAccessKey } = product.root;
    const options = {
      endpoint: product.url,
      region: "us-east-1",
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    };
    client = new ElasticLoadBalancingV2Client(options);
    const { Subnets = [] } = await new EC2Client(options).send(new DescribeSubnetsCommand({}));
    const subnets = Subnets.slice(0, 2).map(({ SubnetId }) => SubnetId);
    const arnOf = (output: Record<string, unknown>, list: string, member: string): string =>
      (output[list] as readonly Record<string, string>[])[0]?.[member] ?? "";
    arns["LoadBalancerArn"] = arnOf(
      await call("CreateLoadBalancer", { Name: "web", Subnets: subnets, Tags: TAGS }),
      "LoadBalancers",
      "LoadBalancerArn",
    );
    arns["TargetGroupArn"] = arnOf(
      await call("CreateTargetGroup", {
        Name: "web",
        Protocol: "HTTP",
        Port: 80,
        VpcId: Subnets[0]?.VpcId,
        TargetType: "ip",
      }),
      "TargetGroups",
      "TargetGroupArn",
    );
    arns["ListenerArn"] = arnOf(
      await call("CreateListener", {
        LoadBalancerArn: arns["LoadBalancerArn"],
        Protocol: "HTTP",
        Port: 8099,
        DefaultActions: [{ Type: "forward", TargetGroupArn: arns["TargetGroupArn"] }],
      }),
      "Listeners",
      "ListenerArn",
    );
    await call("CreateRule", {
      ListenerArn: arns["ListenerArn"],
      Priority: 5,
      Conditions: [{ Field: "query-string", QueryStringConfig: { Values: [{ Key: "a", Value: "<&>" }] } }],
      Actions: [
        { Type: "fixed-response", FixedResponseConfig: { StatusCode: "200", MessageBody: "<p>&</p>" } },
      ],
    });
    await call("RegisterTargets", {
      TargetGroupArn: arns["TargetGroupArn"],
      Targets: [{ Id: "127.0.0.1", Port: 9 }],
    });
    await call("ModifyCapacityReservation", {
      LoadBalancerArn: arns["LoadBalancerArn"],
      MinimumLoadBalancerCapacity: { CapacityUnits: 100 },
    });
  });
  after(() => product.close());

  it("reads rules and their conditions and answers as they were given", async () => {
    const { Rules } = await call("DescribeRules", { ListenerArn: arns["ListenerArn"] });
    const [rule, standard] = Rules as readonly elbv2.Rule[];
    assert.deepEqual(rule?.Conditions, [
      { Field: "query-string", QueryStringConfig: { Values: [{ Key: "a", Value: "<&>" }] } },
    ]);
    assert.equal(rule?.Actions?.[0]?.FixedResponseConfig?.MessageBody, "<p>&</p>");
    assert.equal(standard?.IsDefault, true);
    assert.equal(standard?.Actions?.[0]?.ForwardConfig?.TargetGroups?.[0]?.Weight, 1);
  });

  it("reads load balancers, with moments and zones", async () => {
    const { LoadBalancers } = await call("DescribeLoadBalancers", {});
    const [shown] = LoadBalancers as readonly elbv2.LoadBalancer[];
    assert.ok(shown?.CreatedTime instanceof Date);
    assert.deepEqual(
      shown.AvailabilityZones?.map(({ ZoneName }) => ZoneName),
      ["us-east-1a", "us-east-1b"],
    );
  });

  it("reads target groups, targets and what is reserved", async () => {
    const { TargetGroups } = await call("DescribeTargetGroups", {});
    const [group] = TargetGroups as readonly elbv2.TargetGroup[];
    assert.deepEqual(group?.LoadBalancerArns, [arns["LoadBalancerArn"]]);
    assert.deepEqual(group?.Matcher, { HttpCode: "200" });
    assert.equal(group?.HealthCheckEnabled, true);
    const health = await call("DescribeTargetHealth", { TargetGroupArn: arns["TargetGroupArn"] });
    const [target] = health["TargetHealthDescriptions"] as readonly elbv2.TargetHealthDescription[];
    assert.deepEqual(target?.Target, { Id: "127.0.0.1", Port: 9, AvailabilityZone: "all" });
    const reserved = await call("DescribeCapacityReservation", { LoadBalancerArn: arns["LoadBalancerArn"] });
    assert.deepEqual(reserved["MinimumLoadBalancerCapacity"], { CapacityUnits: 100 });
    assert.ok(reserved["LastModifiedTime"] instanceof Date);
  });

  it("reads tags beyond ASCII", async () => {
    const { TagDescriptions } = await call("DescribeTags", { ResourceArns: [arns["LoadBalancerArn"]] });
    assert.deepEqual(TagDescriptions, [{ ResourceArn: arns["LoadBalancerArn"], Tags: TAGS }]);
  });

  for (const [operation, member, least] of [
    ["DescribeListeners", "LoadBalancerArn", 1],
    ["DescribeListenerAttributes", "ListenerArn", 11],
    ["DescribeListenerCertificates", "ListenerArn", 0],
    ["DescribeLoadBalancerAttributes", "LoadBalancerArn", 20],
    ["DescribeTargetGroupAttributes", "TargetGroupArn", 14],
    ["DescribeSSLPolicies", "", 29],
    ["DescribeAccountLimits", "", 18],
    ["DescribeTrustStores", "", 0],
  ] as const)
    it(`reads what ${operation} answers`, async () => {
      const output = await call(operation, member === "" ? {} : { [member]: arns[member] });
      const [list] = Object.values(output);
      assert.ok(Array.isArray(list), operation);
      assert.ok(list.length >= least, `${list.length}`);
    });

  it("pages by itself", async () => {
    const names: string[] = [];
    for await (const page of elbv2.paginateDescribeAccountLimits({ client, pageSize: 5 }, {}))
      names.push(...(page.Limits ?? []).map(({ Name = "" }) => Name));
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.length >= 18);
  });
});
