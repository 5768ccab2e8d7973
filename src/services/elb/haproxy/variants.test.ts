import assert from "node:assert/strict";
import { lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import type { TargetGroupRow } from "../v2/target-groups/table.ts";
import { socketDirectory } from "./process/socket-directory.ts";
import { freePorts } from "./testing/free-port.ts";
import { balancerRow, groupRow, listenerRow, openScene, targetRow } from "./testing/scene.ts";

const check = (given: Partial<TargetGroupRow["healthCheck"]>): TargetGroupRow["healthCheck"] => ({
  ...groupRow("any").healthCheck,
  ...given,
});

const sticky = (type: string, more: Readonly<Record<string, string>> = {}) => ({
  attributes: { "stickiness.enabled": "true", "stickiness.type": type, ...more },
});

/** Target groups of every kind that is carried. */
const KINDS: Readonly<Record<string, Partial<TargetGroupRow>>> = {
  "cookie-of-ours": sticky("lb_cookie", { "stickiness.lb_cookie.duration_seconds": "60" }),
  "cookie-of-theirs": sticky("app_cookie", { "stickiness.app_cookie.cookie_name": "SESSION" }),
  "by-source": { protocol: "TCP", healthCheck: check({ protocol: "TCP" }), ...sticky("source_ip") },
  least: { attributes: { "load_balancing.algorithm.type": "least_outstanding_requests" } },
  random: { attributes: { "load_balancing.algorithm.type": "weighted_random" } },
  slow: { attributes: { "slow_start.duration_seconds": "30" } },
  encrypted: { protocol: "HTTPS", healthCheck: check({ protocol: "HTTPS" }) },
  "encrypted-checked-in-clear": { protocol: "HTTPS", healthCheck: check({ port: "8081" }) },
  http2: { protocolVersion: "HTTP2" },
  "http2-encrypted": {
    protocol: "HTTPS",
    protocolVersion: "HTTP2",
    healthCheck: check({ protocol: "HTTPS" }),
  },
  grpc: { protocolVersion: "GRPC", healthCheck: check({ matcher: { grpcCode: "0-99" } }) },
  tls: { protocol: "TLS", healthCheck: check({ protocol: "TCP" }) },
  "tcp-checked-by-http": { protocol: "TCP", healthCheck: check({ matcher: { httpCode: "200-299,302" } }) },
  proxied: {
    protocol: "TCP",
    healthCheck: check({ protocol: "TCP" }),
    attributes: { "proxy_protocol_v2.enabled": "true" },
  },
};

it("target groups of every kind are taken by HAProxy, and so are targets that come later", async () => {
  const scene = await openScene();
  try {
    const names = Object.keys(KINDS);
    const ports = await freePorts(names.length);
    const web = balancerRow("web");
    const net = balancerRow("net", { type: "network" });
    const groups = names.map((name) => groupRow(name, KINDS[name]));
    await scene.put(
      web,
      net,
      ...groups,
      ...groups.map((group, index) => {
        const tcp = group.protocol === "TCP" || group.protocol === "TLS";
        return listenerRow(tcp ? net : web, ports[index] ?? 0, [group], { protocol: tcp ? "TCP" : "HTTP" });
      }),
      ...groups.map((group) => targetRow(group, 1)),
    );
    assert.equal(scene.balancer(web)?.state.reason, undefined);
    assert.equal(scene.balancer(net)?.state.reason, undefined);
    await scene.put(...groups.map((group) => targetRow(group, 2)));
    const servers = (await scene.balancing.statistics()).map(
      ({ poolId, targetId }) => `${poolId} ${targetId}`,
    );
    for (const group of groups) {
      const ofGroup = servers.filter((name) => name.startsWith(group.arn));
      // Two targets, each with its spare.
      assert.equal(ofGroup.length, 4, group.name);
    }
  } finally {
    await scene.close();
  }
});

it("sockets find a place of their owner's when the folder's path is too long for them", () => {
  const folder = mkdtempSync(join(tmpdir(), "portreeve-"));
  assert.equal(socketDirectory(folder), folder);
  const short = socketDirectory(join(folder, "x".repeat(100)));
  assert.ok(short.length < 70);
  assert.equal(lstatSync(short).mode & 0o777, 0o700);
  for (const each of [folder, short]) rmSync(each, { recursive: true });
});
