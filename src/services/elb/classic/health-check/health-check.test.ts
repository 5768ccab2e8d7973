import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { awsError } from "../../testing/aws-error.ts";
import { describeLoadBalancers } from "../load-balancers/describe-load-balancers.ts";
import { createWeb, WEB } from "../testing/create-web.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { configureHealthCheck } from "./configure-health-check.ts";
import { parseTarget } from "./health-check-target.ts";

const VALID = { Target: "HTTP:80/", Interval: 10, Timeout: 5, UnhealthyThreshold: 2, HealthyThreshold: 3 };

let plane: TestPlane;
before(async () => {
  plane = await openTestPlane();
  await createWeb(plane);
});

const configure = (more: object) =>
  plane.call(configureHealthCheck, { LoadBalancerName: WEB, HealthCheck: { ...VALID, ...more } });

describe("a health check", () => {
  it("is answered and described as it was configured, its protocol in capitals", async () => {
    const wanted = { ...VALID, Target: "https:443/Ping?a=B" };
    const expected = { ...VALID, Target: "HTTPS:443/Ping?a=B" };
    assert.deepEqual(await configure(wanted), { HealthCheck: expected });
    const { LoadBalancerDescriptions: [found] = [] } = await plane.call(describeLoadBalancers, {});
    assert.deepEqual(found?.HealthCheck, expected);
  });

  it("asks for a port, and over HTTP for a path", () => {
    assert.deepEqual(parseTarget("HTTP:8080/a/b"), { protocol: "HTTP", port: 8080, path: "/a/b" });
    assert.deepEqual(parseTarget("tcp:22"), { protocol: "TCP", port: 22 });
    assert.deepEqual(parseTarget("SSL:443"), { protocol: "SSL", port: 443 });
  });

  // https://github.com/hashicorp/terraform/issues/8547 (TCP with a path)
  const PATH =
    "HealthCheck HTTP Target must specify a port followed by a path that begins with a slash. e.g. HTTP:80/ping/this/path";
  const PORT = "HealthCheck Target must specify a port number";
  const TARGETS: readonly (readonly [string, string | RegExp])[] = [
    ["HTTP:80", PATH],
    ["HTTP:/", PATH],
    ["HTTP:80/with blank", PATH],
    ["HTTP:80/line\nbreak", /must begin with one of|must specify a port/],
    ["TCP:80/", PORT],
    ["TCP:", PORT],
    ["SSL:x", PORT],
    ["UDP:53", /must begin with one of/],
    ["80", /must begin with one of/],
    ["TCP:0", /range 1-65535/],
    ["HTTP:65536/", /range 1-65535/],
    [`HTTP:80/${"x".repeat(1024)}`, /longer than 1024/],
  ];
  for (const [Target, text] of TARGETS)
    it(`is refused with the target ${JSON.stringify(Target.slice(0, 20))}`, async () => {
      await assert.rejects(configure({ Target }), awsError("ValidationError", text));
    });

  const RANGES: readonly (readonly [object, string])[] = [
    [{ Interval: 4 }, "interval"],
    [{ Interval: 301 }, "interval"],
    [{ Timeout: 1 }, "timeout"],
    [{ Timeout: 61, Interval: 300 }, "timeout"],
    [{ HealthyThreshold: 1 }, "healthyThreshold"],
    [{ UnhealthyThreshold: 11 }, "unhealthyThreshold"],
  ];
  for (const [more, member] of RANGES)
    it(`is refused with ${JSON.stringify(more)}`, async () => {
      await assert.rejects(
        configure(more),
        awsError(
          "ValidationError",
          new RegExp(`^1 validation error detected: Value '\\d+' at 'healthCheck\\.${member}' failed`),
        ),
      );
    });

  it("must time out before the next one", async () => {
    await assert.rejects(configure({ Interval: 5, Timeout: 5 }), awsError("ValidationError", /less than/));
  });
});
