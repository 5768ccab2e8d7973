import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openMemoryStorage, openState } from "../../../../../state/index.ts";
import { instanceTable } from "../../../../ec2/index.ts";
import { HEALTH } from "../../../classic/instances/instance-health.ts";
import { securityPolicy } from "../../../classic/policies/security-policies.ts";
import {
  type ClassicInstanceRow,
  type ClassicLoadBalancerRow,
  classicInstanceTable,
  classicLoadBalancerTable,
} from "../../../classic/table.ts";
import { addressOf } from "../../classic/testing/machines.ts";
import { classicRow, instanceRow, listener, machineRow, policy } from "../../classic/testing/rows.ts";
import { planClassicLoadBalancers } from "./plan.ts";
import { classicPoolId, readClassicPoolId } from "./pool-id.ts";

const CERTIFICATE = "arn:aws:iam::123456789012:server-certificate/site";

const planOf = async (row: ClassicLoadBalancerRow, ...instances: readonly ClassicInstanceRow[]) => {
  const state = await openState({ storage: openMemoryStorage() });
  await state.transact((transaction) => {
    transaction.table(classicLoadBalancerTable).put(row);
    for (const instance of instances) transaction.table(classicInstanceTable).put(instance);
    for (const [id, given] of Object.entries({
      "i-1": {},
      "i-2": {},
      "i-stopped": { state: "stopped" as const },
      "i-elsewhere": { availabilityZone: "us-east-1c" },
    }))
      transaction.table(instanceTable).put(machineRow(id, given));
  });
  return planClassicLoadBalancers(state, (arn) => arn === CERTIFICATE, addressOf);
};

describe("the plan of a Classic Load Balancer", () => {
  it("has a listener and a pool for each listener, with the load balancer's check of its own port", async () => {
    const row = classicRow("web", {
      listeners: [
        listener({}),
        listener({
          protocol: "SSL",
          loadBalancerPort: 993,
          instanceProtocol: "SSL",
          instancePort: 993,
          certificateArn: CERTIFICATE,
        }),
      ],
      healthCheck: {
        target: "HTTPS:8443/ping",
        interval: 30,
        timeout: 5,
        unhealthyThreshold: 2,
        healthyThreshold: 10,
      },
    });
    const { listeners, pools } = await planOf(row, instanceRow(row, "i-1"));
    assert.deepEqual(
      listeners.map(({ protocol, port, loadBalancer, refused }) => [
        protocol,
        port,
        loadBalancer.dnsName,
        refused,
      ]),
      [
        ["http", 80, row.dnsName, undefined],
        ["tls", 993, row.dnsName, undefined],
      ],
    );
    assert.deepEqual(
      pools.map(({ protocol, tls, balance, failsClosed }) => [protocol, tls, balance, failsClosed]),
      [
        ["http", false, "leastconn", true],
        ["tcp", true, "roundrobin", true],
      ],
    );
    for (const pool of pools)
      assert.deepEqual(pool.check, {
        protocol: "https",
        port: 8443,
        path: "/ping",
        http2: false,
        codes: [{ from: 200, to: 200 }],
        interval: 30,
        timeout: 5,
        healthyThreshold: 10,
        unhealthyThreshold: 2,
      });
    assert.deepEqual(
      pools.map(({ targets }) => targets.map(({ address, port, standing }) => [address, port, standing])),
      [[["127.0.0.1", 8080, "new"]], [["127.0.0.1", 993, "new"]]],
    );
  });

  it("leaves out instances that are stopped, in another zone, drained, or nowhere, and knows how others stand", async () => {
    const row = classicRow("web", { listeners: [listener({})] });
    const { pools } = await planOf(
      row,
      instanceRow(row, "i-1", HEALTH.inService),
      instanceRow(row, "i-2", HEALTH.failing),
      instanceRow(row, "i-stopped"),
      instanceRow(row, "i-elsewhere"),
      instanceRow(row, "i-unknown"),
    );
    assert.deepEqual(
      pools[0]?.targets.map(({ address, standing }) => [address, standing]),
      [
        ["127.0.0.1", "healthy"],
        ["127.0.0.2", "unhealthy"],
      ],
    );
    const drained = await planOf(row, instanceRow(row, "i-1", { deregisteredAt: 1 }));
    assert.deepEqual(drained.pools[0]?.targets, []);
  });

  it("lets no cookie live longer than HAProxy counts", async () => {
    const cookie = (CookieExpirationPeriod: string) =>
      policy("sticky", "LBCookieStickinessPolicyType", { CookieExpirationPeriod });
    const secondsOf = async (period: string) => {
      const listeners = [listener({ policyNames: ["sticky"] })];
      const { pools } = await planOf(classicRow("web", { listeners, policies: [cookie(period)] }));
      return pools[0]?.stickiness;
    };
    const kept = { kind: "balancer-cookie", name: "AWSELB" };
    assert.deepEqual(await secondsOf("60"), { ...kept, seconds: 60 });
    assert.deepEqual(await secondsOf("999999999999999"), { ...kept, seconds: 2_147_483_647 });
  });

  const refusalOf = async (row: ClassicLoadBalancerRow) => (await planOf(row)).listeners[0]?.refused ?? "";

  it("refuses a secure listener whose certificate is missing, or whose policy enables nothing", async () => {
    const secure = { protocol: "HTTPS" as const, certificateArn: CERTIFICATE };
    assert.match(
      await refusalOf(classicRow("a", { listeners: [listener({ ...secure, certificateArn: "arn:none" })] })),
      /arn:none is not to be found/,
    );
    const withPolicy = (attributes: Readonly<Record<string, string>>) =>
      refusalOf(
        classicRow("b", {
          listeners: [listener({ ...secure, policyNames: ["own"] })],
          policies: [policy("own", "SSLNegotiationPolicyType", attributes)],
        }),
      );
    assert.match(
      await withPolicy({ "Protocol-TLSv1.2": "false", "AES128-SHA": "true" }),
      /no version of TLS/,
    );
    assert.match(await withPolicy({ "Protocol-TLSv1.2": "true", "RC4-MD5": "true" }), /no cipher/);
    assert.equal(await withPolicy({ "Protocol-TLSv1.2": "true", "AES128-SHA": "true" }), "");
  });

  it("lets in the versions of TLS that the security policy does", async () => {
    for (const [name, least] of [
      ["ELBSecurityPolicy-2016-08", "TLSv1.0"],
      ["ELBSecurityPolicy-TLS-1-1-2017-01", "TLSv1.1"],
      ["ELBSecurityPolicy-TLS-1-2-2017-01", "TLSv1.2"],
    ] as const) {
      const predefined = securityPolicy(name);
      assert.ok(predefined);
      const row = classicRow("web", {
        listeners: [listener({ protocol: "HTTPS", certificateArn: CERTIFICATE, policyNames: [name] })],
        policies: [predefined],
      });
      const [planned] = (await planOf(row)).listeners;
      assert.equal(planned?.leastTlsVersion, least);
      assert.equal(planned.ciphers?.[0], "ECDHE-ECDSA-AES128-GCM-SHA256");
      assert.equal(planned.ciphers?.includes("AES128-SHA"), least !== "TLSv1.2");
    }
  });

  it("sends nothing to instances that are to be authenticated by their keys", async () => {
    const row = classicRow("web", {
      listeners: [listener({ instanceProtocol: "HTTPS" })],
      policies: [policy("auth", "BackendServerAuthenticationPolicyType", { PublicKeyPolicyName: "key" })],
      backendPolicies: [{ instancePort: 8080, policyNames: ["auth"] }],
    });
    assert.match(await refusalOf(row), /public keys/);
  });

  it("names pools so that they can be read again", () => {
    const row = classicRow("web");
    assert.deepEqual(readClassicPoolId(classicPoolId(row, { loadBalancerPort: 80 })), {
      loadBalancer: "123456789012/us-east-1/web",
      port: 80,
    });
    assert.equal(readClassicPoolId("arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/web/1"), undefined);
  });
});
