import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { CreateTargetGroupInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { awsError } from "../../testing/aws-error.ts";
import { makeListener, makeLoadBalancer, makeTargetGroup, VPC } from "../testing/samples.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { createTargetGroup } from "./create-target-group.ts";
import { describeTargetGroups } from "./describe-target-groups.ts";
import { modifyTargetGroup } from "./modify-target-group.ts";
import { targetGroupTable } from "./table.ts";

type Case = readonly [given: Partial<CreateTargetGroupInput>, code: string, message: string];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html and errors.ts */
const REFUSED: readonly Case[] = [
  // https://github.com/hashicorp/terraform-provider-aws/issues/1666
  [
    { Name: "x".repeat(33) },
    "ValidationError",
    `Target group name '${"x".repeat(33)}' cannot be longer than '32' characters`,
  ],
  [{ Name: "-web" }, "ValidationError", "Target group name '-web' cannot begin or end with a hyphen(-)"],
  [{ Protocol: undefined }, "ValidationError", "A protocol must be specified"],
  [{ Port: undefined }, "ValidationError", "A port must be specified"],
  [
    { Port: 65_536 },
    "ValidationError",
    "1 validation error detected: Value '65536' at 'port' failed to satisfy constraint: Member must have value less than or equal to 65535",
  ],
  [{ VpcId: undefined }, "ValidationError", "A VPC ID must be specified"],
  [{ VpcId: "vpc-1" }, "ValidationError", "The VPC ID 'vpc-1' is not found"],
  [
    { Protocol: "GENEVE" },
    "InvalidConfigurationRequest",
    "Portreeve does not carry gateway load balancers yet",
  ],
  [
    { HealthCheckProtocol: "TCP" },
    "ValidationError",
    "Health check protocol 'TCP' must be one of 'HTTP, HTTPS'",
  ],
  [
    { HealthCheckTimeoutSeconds: 30 },
    "ValidationError",
    "Health check interval must be greater than the timeout.",
  ],
  [
    { Protocol: "TCP", HealthCheckTimeoutSeconds: 31 },
    "ValidationError",
    "Health check timeout '31' must be smaller than or equal to the interval '30'",
  ],
  [
    { HealthCheckPath: "health" },
    "ValidationError",
    "Health check path 'health' must begin with a '/' character",
  ],
  [
    { HealthCheckPort: "none" },
    "ValidationError",
    "Health check port 'none' must be 'traffic-port' or a number between 1 and 65535",
  ],
  [
    { Matcher: { HttpCode: "200-500" } },
    "ValidationError",
    "Health check matcher HTTP code '200-500' must be within '200-499' inclusive",
  ],
  // https://github.com/awsdocs/aws-cloudformation-user-guide/pull/186
  [
    { Protocol: "TCP", Matcher: { HttpCode: "200" } },
    "InvalidConfigurationRequest",
    "Health check matchers are not supported for TCP health checks",
  ],
  [
    { Protocol: "TCP", ProtocolVersion: "HTTP2" },
    "InvalidConfigurationRequest",
    "Protocol version 'HTTP2' is not supported for target groups with the protocol 'TCP'",
  ],
  [
    { TargetType: "lambda" },
    "ValidationError",
    "A protocol cannot be specified for target groups with target type 'lambda'",
  ],
];

type Checks = readonly [given: Partial<CreateTargetGroupInput>, shown: readonly unknown[]];

/** What health checks are unless told. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html */
const DEFAULTS: readonly Checks[] = [
  [{}, ["HTTP", "/", 30, 5, 5, 2, { HttpCode: "200" }, "HTTP1"]],
  [{ ProtocolVersion: "HTTP2" }, ["HTTP", "/", 30, 5, 5, 2, { HttpCode: "200" }, "HTTP2"]],
  [{ ProtocolVersion: "GRPC" }, ["HTTP", "/AWS.ALB/healthcheck", 30, 5, 5, 2, { GrpcCode: "12" }, "GRPC"]],
  [{ Protocol: "TCP" }, ["TCP", undefined, 30, 10, 5, 2, undefined, undefined]],
  [
    { Protocol: "TLS", HealthCheckProtocol: "HTTP" },
    ["HTTP", "/", 30, 6, 5, 2, { HttpCode: "200-399" }, undefined],
  ],
  [
    { TargetType: "lambda", Protocol: undefined, Port: undefined, VpcId: undefined },
    ["HTTP", "/", 35, 30, 5, 2, { HttpCode: "200" }, undefined],
  ],
];

const given = (more: Partial<CreateTargetGroupInput>) =>
  ({ Name: "web", Protocol: "HTTP", Port: 80, VpcId: VPC.id, ...more }) as CreateTargetGroupInput & {
    Name: string;
  };

describe("CreateTargetGroup", () => {
  let plane: TestPlane;
  before(async () => {
    plane = await openTestPlane();
  });

  for (const [more, code, message] of REFUSED)
    it(`refuses ${JSON.stringify(more).slice(0, 70)}`, async () => {
      await assert.rejects(plane.call(createTargetGroup, given(more)), awsError(code, message));
      assert.equal(plane.state.table(targetGroupTable).size, 0);
    });

  for (const [more, shown] of DEFAULTS)
    it(`checks ${JSON.stringify(more)} as AWS does unless told`, async () => {
      const own = await openTestPlane();
      const { TargetGroups = [] } = await own.call(createTargetGroup, given(more));
      const [group] = TargetGroups;
      assert.deepEqual(
        [
          group?.HealthCheckProtocol,
          group?.HealthCheckPath,
          group?.HealthCheckIntervalSeconds,
          group?.HealthCheckTimeoutSeconds,
          group?.HealthyThresholdCount,
          group?.UnhealthyThresholdCount,
          group?.Matcher && Object.fromEntries(Object.entries(group.Matcher).filter(([, code]) => code)),
          group?.ProtocolVersion,
        ],
        shown,
      );
      assert.equal(group?.HealthCheckEnabled, more.TargetType !== "lambda");
      assert.equal(group?.HealthCheckPort, "traffic-port");
    });

  it("answers the same target group for the same settings, and refuses others", async () => {
    const own = await openTestPlane();
    const arn = await makeTargetGroup(own);
    assert.equal(await makeTargetGroup(own), arn);
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html: "idempotent"
    await assert.rejects(
      makeTargetGroup(own, { Port: 81 }),
      awsError(
        "DuplicateTargetGroupName",
        "A target group with the same name 'web' exists, but with different settings",
      ),
    );
  });
});

describe("a target group", () => {
  it("keeps what ModifyTargetGroup leaves out", async () => {
    const plane = await openTestPlane();
    const TargetGroupArn = await makeTargetGroup(plane, { HealthCheckPath: "/a" });
    const { TargetGroups = [] } = await plane.call(modifyTargetGroup, {
      TargetGroupArn,
      HealthCheckIntervalSeconds: 10,
      Matcher: { HttpCode: "200,204" },
    });
    const [group] = TargetGroups;
    assert.equal(group?.HealthCheckPath, "/a");
    assert.equal(group?.HealthCheckIntervalSeconds, 10);
    assert.equal(group?.Matcher?.HttpCode, "200,204");
    await assert.rejects(
      plane.call(modifyTargetGroup, { TargetGroupArn, HealthCheckTimeoutSeconds: 10 }),
      awsError("ValidationError", "Health check interval must be greater than the timeout."),
    );
  });

  it("is found by name, ARN and load balancer, and tells its load balancers", async () => {
    const plane = await openTestPlane();
    const arn = await makeTargetGroup(plane);
    const other = await makeTargetGroup(plane, { Name: "other" });
    const loadBalancer = await makeLoadBalancer(plane);
    await makeListener(plane, loadBalancer, arn);
    const found = async (input: object): Promise<readonly unknown[]> =>
      ((await plane.call(describeTargetGroups, input)).TargetGroups ?? []).map((group) => [
        group.TargetGroupArn,
        group.LoadBalancerArns,
      ]);
    assert.deepEqual(await found({ LoadBalancerArn: loadBalancer }), [[arn, [loadBalancer]]]);
    assert.deepEqual(await found({ Names: ["other"] }), [[other, []]]);
    assert.deepEqual(await found({ TargetGroupArns: [arn] }), [[arn, [loadBalancer]]]);
    assert.equal((await found({})).length, 2);
    await assert.rejects(
      plane.call(describeTargetGroups, { Names: ["none"] }),
      awsError("TargetGroupNotFound", "One or more target groups not found"),
    );
    await assert.rejects(
      plane.call(describeTargetGroups, { TargetGroupArns: ["nope"] }),
      awsError("ValidationError", "'nope' is not a valid target group ARN"),
    );
  });
});
