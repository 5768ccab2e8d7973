import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { awsError } from "../../testing/aws-error.ts";
import { describeListenerAttributes } from "../listeners/describe-listener-attributes.ts";
import { modifyListenerAttributes } from "../listeners/modify-listener-attributes.ts";
import { describeLoadBalancerAttributes } from "../load-balancers/describe-load-balancer-attributes.ts";
import { modifyLoadBalancerAttributes } from "../load-balancers/modify-load-balancer-attributes.ts";
import { describeTargetGroupAttributes } from "../target-groups/describe-target-group-attributes.ts";
import { modifyTargetGroupAttributes } from "../target-groups/modify-target-group-attributes.ts";
import { makeListener, makeLoadBalancer, makeTargetGroup } from "../testing/samples.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";

type Noun = "load balancer" | "network load balancer" | "target group" | "TCP target group" | "listener";
type Case = readonly [noun: Noun, key: string, value: string, code: string, message: string];

/** Sources as in each noun's attributes.ts. */
const REFUSED: readonly Case[] = [
  ["load balancer", "none", "", "ValidationError", "Load balancer attribute key 'none' is not recognized"],
  [
    "load balancer",
    "__proto__",
    "",
    "ValidationError",
    "Load balancer attribute key '__proto__' is not recognized",
  ],
  [
    "network load balancer",
    "idle_timeout.timeout_seconds",
    "60",
    "InvalidConfigurationRequest",
    "Load balancer attribute key 'idle_timeout.timeout_seconds' is not supported on load balancers with type 'network'",
  ],
  [
    "load balancer",
    "idle_timeout.timeout_seconds",
    "4001",
    "ValidationError",
    "Load balancer attribute value '4001' for key 'idle_timeout.timeout_seconds' must be between 1 and 4000 inclusive",
  ],
  [
    "load balancer",
    "deletion_protection.enabled",
    "yes",
    "ValidationError",
    "Load balancer attribute value 'yes' for key 'deletion_protection.enabled' must be either 'true' or 'false'",
  ],
  [
    "load balancer",
    "load_balancing.cross_zone.enabled",
    "false",
    "InvalidConfigurationRequest",
    "Cross-zone load balancing cannot be turned off for load balancers with type 'application'",
  ],
  [
    "load balancer",
    "access_logs.s3.enabled",
    "true",
    "InvalidConfigurationRequest",
    "The value of 'access_logs.s3.bucket' cannot be empty",
  ],
  [
    "target group",
    "deregistration_delay.timeout_seconds",
    "3601",
    "ValidationError",
    "Target group attribute value '3601' for key 'deregistration_delay.timeout_seconds' must be between 0 and 3600 inclusive",
  ],
  [
    "target group",
    "slow_start.duration_seconds",
    "29",
    "ValidationError",
    "Target group attribute value '29' for key 'slow_start.duration_seconds' must be '0' or between 30 and 900 inclusive",
  ],
  [
    "target group",
    "stickiness.app_cookie.cookie_name",
    "AWSALBTG",
    "ValidationError",
    "Target group attribute value 'AWSALBTG' for key 'stickiness.app_cookie.cookie_name' must be the name of a cookie that does not begin with 'AWSALB'",
  ],
  // https://github.com/ansible/ansible/issues/67993
  [
    "TCP target group",
    "stickiness.type",
    "lb_cookie",
    "InvalidConfigurationRequest",
    "Stickiness type 'lb_cookie' is not supported for target groups with the TCP protocol",
  ],
  [
    "TCP target group",
    "load_balancing.algorithm.type",
    "round_robin",
    "InvalidConfigurationRequest",
    "Target group attribute key 'load_balancing.algorithm.type' is not supported on target groups with protocol 'TCP'",
  ],
  [
    "listener",
    "tcp.idle_timeout.seconds",
    "100",
    "InvalidConfigurationRequest",
    "Listener attribute key 'tcp.idle_timeout.seconds' is not supported on listeners with protocol 'HTTP'",
  ],
  [
    "listener",
    "routing.http.response.x_frame_options.header_value",
    "MAYBE",
    "ValidationError",
    "Listener attribute value 'MAYBE' for key 'routing.http.response.x_frame_options.header_value' must be 'DENY', 'SAMEORIGIN' or 'ALLOW-FROM' with a URL",
  ],
];

type Attributes = readonly { Key: string; Value: string }[];
type Place = {
  readonly describe: () => Promise<Attributes>;
  readonly modify: (...attributes: Attributes) => Promise<Attributes>;
};

const places = async (plane: TestPlane): Promise<Readonly<Record<Noun, Place>>> => {
  const alb = await makeLoadBalancer(plane);
  const nlb = await makeLoadBalancer(plane, { Name: "net", Type: "network" });
  const group = await makeTargetGroup(plane);
  const tcp = await makeTargetGroup(plane, { Name: "tcp", Protocol: "TCP" });
  const listener = await makeListener(plane, alb, group);
  const ofLoadBalancer = (LoadBalancerArn: string): Place => ({
    describe: async () =>
      (await plane.call(describeLoadBalancerAttributes, { LoadBalancerArn })).Attributes as Attributes,
    modify: async (...given) =>
      (await plane.call(modifyLoadBalancerAttributes, { LoadBalancerArn, Attributes: [...given] }))
        .Attributes as Attributes,
  });
  const ofGroup = (TargetGroupArn: string): Place => ({
    describe: async () =>
      (await plane.call(describeTargetGroupAttributes, { TargetGroupArn })).Attributes as Attributes,
    modify: async (...given) =>
      (await plane.call(modifyTargetGroupAttributes, { TargetGroupArn, Attributes: [...given] }))
        .Attributes as Attributes,
  });
  return {
    "load balancer": ofLoadBalancer(alb),
    "network load balancer": ofLoadBalancer(nlb),
    "target group": ofGroup(group),
    "TCP target group": ofGroup(tcp),
    listener: {
      describe: async () =>
        (await plane.call(describeListenerAttributes, { ListenerArn: listener })).Attributes as Attributes,
      modify: async (...given) =>
        (await plane.call(modifyListenerAttributes, { ListenerArn: listener, Attributes: [...given] }))
          .Attributes as Attributes,
    },
  };
};

/** One attribute of each noun, what it is unless told, and what it may be set to. */
const SET: readonly (readonly [Noun, string, string, string])[] = [
  ["load balancer", "idle_timeout.timeout_seconds", "60", "4000"],
  ["network load balancer", "load_balancing.cross_zone.enabled", "false", "true"],
  ["target group", "deregistration_delay.timeout_seconds", "300", "0"],
  ["TCP target group", "preserve_client_ip.enabled", "false", "true"],
  ["listener", "routing.http.response.server.enabled", "true", "false"],
];

describe("attributes", () => {
  for (const [noun, key, value, code, message] of REFUSED)
    it(`of a ${noun} refuse ${key}=${value}, and change nothing`, async () => {
      const place = (await places(await openTestPlane()))[noun];
      const before = await place.describe();
      await assert.rejects(place.modify({ Key: key, Value: value }), awsError(code, message));
      assert.deepEqual(await place.describe(), before);
    });

  for (const [noun, key, byDefault, other] of SET)
    it(`of a ${noun}: ${key} is ${byDefault} unless told, and ${other} once it is`, async () => {
      const place = (await places(await openTestPlane()))[noun];
      const now = async (): Promise<string | undefined> =>
        (await place.describe()).find(({ Key }) => Key === key)?.Value;
      assert.equal(await now(), byDefault);
      const answered = await place.modify({ Key: key, Value: other });
      assert.equal(answered.find(({ Key }) => Key === key)?.Value, other);
      assert.equal(await now(), other);
    });

  it("that exclude each other are refused together", async () => {
    const place = (await places(await openTestPlane()))["target group"];
    await place.modify({ Key: "load_balancing.algorithm.type", Value: "least_outstanding_requests" });
    await assert.rejects(place.modify({ Key: "slow_start.duration_seconds", Value: "30" }), {
      code: "InvalidConfigurationRequest",
    });
    await place.modify(
      { Key: "load_balancing.algorithm.type", Value: "round_robin" },
      { Key: "slow_start.duration_seconds", Value: "30" },
    );
    await assert.rejects(
      place.modify(
        { Key: "stickiness.type", Value: "app_cookie" },
        { Key: "stickiness.enabled", Value: "true" },
      ),
      { code: "InvalidConfigurationRequest" },
    );
  });

  it("name a bucket that nobody can write into", async () => {
    const place = (await places(await openTestPlane()))["load balancer"];
    await assert.rejects(
      place.modify(
        { Key: "access_logs.s3.enabled", Value: "true" },
        { Key: "access_logs.s3.bucket", Value: "logs" },
      ),
      awsError(
        "InvalidConfigurationRequest",
        "Access Denied for bucket: logs. Please check S3bucket permission",
      ),
    );
  });
});
