import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { beforeEach, describe, it } from "node:test";
import type { PolicyAttribute } from "@aws-sdk/client-elastic-load-balancing";
import { awsError } from "../../testing/aws-error.ts";
import { createLoadBalancerListeners } from "../listeners/create-load-balancer-listeners.ts";
import { setLoadBalancerPoliciesOfListener } from "../listeners/set-load-balancer-policies-of-listener.ts";
import { describeLoadBalancers } from "../load-balancers/describe-load-balancers.ts";
import { CERTIFICATE_ARN, putCertificate } from "../testing/certificate.ts";
import { createWeb, WEB } from "../testing/create-web.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { createAppCookieStickinessPolicy } from "./create-app-cookie-stickiness-policy.ts";
import { createLbCookieStickinessPolicy } from "./create-lb-cookie-stickiness-policy.ts";
import { createLoadBalancerPolicy } from "./create-load-balancer-policy.ts";
import { deleteLoadBalancerPolicy } from "./delete-load-balancer-policy.ts";
import { describeLoadBalancerPolicies } from "./describe-load-balancer-policies.ts";
import { describeLoadBalancerPolicyTypes } from "./describe-load-balancer-policy-types.ts";
import { setLoadBalancerPoliciesForBackendServer } from "./set-load-balancer-policies-for-backend-server.ts";

const LoadBalancerName = WEB;
const PUBLIC_KEY = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .publicKey.export({ format: "der", type: "spki" })
  .toString("base64");

let plane: TestPlane;
beforeEach(async () => {
  plane = await openTestPlane();
  await createWeb(plane);
  await putCertificate(plane);
  await plane.call(createLoadBalancerListeners, {
    LoadBalancerName,
    Listeners: [
      {
        Protocol: "HTTPS",
        LoadBalancerPort: 443,
        InstancePort: 8080,
        SSLCertificateId: CERTIFICATE_ARN,
      },
      { Protocol: "TCP", LoadBalancerPort: 25, InstancePort: 25 },
      {
        Protocol: "SSL",
        LoadBalancerPort: 465,
        InstancePort: 465,
        InstanceProtocol: "SSL",
        SSLCertificateId: CERTIFICATE_ARN,
      },
    ],
  });
});

const create = (
  PolicyName: string,
  PolicyTypeName: string,
  attributes: Readonly<Record<string, string>> = {},
) =>
  plane.call(createLoadBalancerPolicy, {
    LoadBalancerName,
    PolicyName,
    PolicyTypeName,
    PolicyAttributes: Object.entries(attributes).map(
      ([AttributeName, AttributeValue]): PolicyAttribute & { AttributeName: string } => ({
        AttributeName,
        AttributeValue,
      }),
    ),
  });
const describePolicy = async (name: string) =>
  (await plane.call(describeLoadBalancerPolicies, { LoadBalancerName, PolicyNames: [name] }))
    .PolicyDescriptions?.[0];
const enabledIn = async (name: string): Promise<readonly (string | undefined)[]> =>
  ((await describePolicy(name))?.PolicyAttributeDescriptions ?? [])
    .filter(({ AttributeValue }) => AttributeValue === "true")
    .map(({ AttributeName }) => AttributeName);
const onListener = (LoadBalancerPort: number, ...PolicyNames: readonly string[]) =>
  plane.call(setLoadBalancerPoliciesOfListener, { LoadBalancerName, LoadBalancerPort, PolicyNames });
const onBackend = (InstancePort: number, ...PolicyNames: readonly string[]) =>
  plane.call(setLoadBalancerPoliciesForBackendServer, { LoadBalancerName, InstancePort, PolicyNames });
const described = async () =>
  (await plane.call(describeLoadBalancers, { LoadBalancerNames: [WEB] })).LoadBalancerDescriptions?.[0];
const policiesOf = async (port: number) =>
  (await described())?.ListenerDescriptions?.find(({ Listener }) => Listener?.LoadBalancerPort === port)
    ?.PolicyNames;
const notEnabled = (name: string) =>
  awsError("InvalidConfigurationRequest", `${name} cannot be enabled`, 409);

describe("stickiness policies", () => {
  it("are told apart in the description of their load balancer", async () => {
    await plane.call(createAppCookieStickinessPolicy, {
      LoadBalancerName,
      PolicyName: "app",
      CookieName: "JSESSIONID",
    });
    await plane.call(createLbCookieStickinessPolicy, {
      LoadBalancerName,
      PolicyName: "hour",
      CookieExpirationPeriod: 3600,
    });
    await plane.call(createLbCookieStickinessPolicy, { LoadBalancerName, PolicyName: "browser" });
    assert.deepEqual((await described())?.Policies, {
      AppCookieStickinessPolicies: [{ PolicyName: "app", CookieName: "JSESSIONID" }],
      LBCookieStickinessPolicies: [
        { PolicyName: "hour", CookieExpirationPeriod: 3600 },
        { PolicyName: "browser" },
      ],
      OtherPolicies: ["ELBSecurityPolicy-2016-08"],
    });
    assert.deepEqual(await describePolicy("hour"), {
      PolicyName: "hour",
      PolicyTypeName: "LBCookieStickinessPolicyType",
      PolicyAttributeDescriptions: [{ AttributeName: "CookieExpirationPeriod", AttributeValue: "3600" }],
    });
  });

  it("go on one listener of HTTP or HTTPS, one at a time", async () => {
    await create("a", "LBCookieStickinessPolicyType");
    await create("b", "AppCookieStickinessPolicyType", { CookieName: "sid" });
    await onListener(80, "a");
    assert.deepEqual(await policiesOf(80), ["a"]);
    await onListener(80, "b");
    assert.deepEqual(await policiesOf(80), ["b"]);
    await onListener(443, "a");
    assert.deepEqual(await policiesOf(443), ["a", "ELBSecurityPolicy-2016-08"]);
    await assert.rejects(onListener(25, "a"), notEnabled("a"));
    await assert.rejects(onListener(80, "a", "b"), awsError("InvalidConfigurationRequest", /one/, 409));
    await onListener(80);
    assert.deepEqual(await policiesOf(80), []);
  });
});

describe("security policies", () => {
  it("that AWS predefines are described without a load balancer", async () => {
    const { PolicyDescriptions = [] } = await plane.call(describeLoadBalancerPolicies, {});
    assert.ok(
      PolicyDescriptions.some(({ PolicyName }) => PolicyName === "ELBSecurityPolicy-TLS-1-2-2017-01"),
    );
    assert.ok(PolicyDescriptions.every((policy) => policy.PolicyTypeName === "SSLNegotiationPolicyType"));
    await assert.rejects(
      plane.call(describeLoadBalancerPolicies, { PolicyNames: ["none"] }),
      awsError("PolicyNotFound", /^There is no policy with name none/),
    );
  });

  it("are the default one on a secure listener, with what AWS's table says", async () => {
    assert.deepEqual(await policiesOf(443), ["ELBSecurityPolicy-2016-08"]);
    const enabled = await enabledIn("ELBSecurityPolicy-2016-08");
    assert.deepEqual(
      enabled.filter((name) => name?.startsWith("Protocol-")),
      ["Protocol-TLSv1", "Protocol-TLSv1.1", "Protocol-TLSv1.2"],
    );
    assert.equal(enabled.length, 3 + 1 + 18);
  });

  it("may be like a predefined one", async () => {
    await create("strict", "SSLNegotiationPolicyType", {
      "Reference-Security-Policy": "ELBSecurityPolicy-TLS-1-2-2017-01",
    });
    assert.deepEqual((await describePolicy("strict"))?.PolicyAttributeDescriptions?.[0], {
      AttributeName: "Reference-Security-Policy",
      AttributeValue: "ELBSecurityPolicy-TLS-1-2-2017-01",
    });
    assert.equal((await enabledIn("strict")).length, 1 + 1 + 12);
    await onListener(443, "strict");
    assert.deepEqual(await policiesOf(443), ["strict"]);
    await assert.rejects(onListener(80, "strict"), notEnabled("strict"));
    await assert.rejects(
      create("x", "SSLNegotiationPolicyType", { "Reference-Security-Policy": "none" }),
      awsError("PolicyNotFound", /none/),
    );
    await assert.rejects(
      create("x", "SSLNegotiationPolicyType", {
        "Reference-Security-Policy": "ELBSecurityPolicy-2015-05",
        "RC4-SHA": "true",
      }),
      awsError("InvalidConfigurationRequest", /combined/, 409),
    );
  });

  it("may be one's own, in which nothing is on that was not said", async () => {
    await create("own", "SSLNegotiationPolicyType", {
      "Protocol-TLSv1.2": "true",
      "AES128-SHA": "TRUE",
      "AES256-SHA": "false",
    });
    assert.deepEqual(await enabledIn("own"), ["Protocol-TLSv1.2", "AES128-SHA"]);
  });

  it("are enabled by their predefined name", async () => {
    await onListener(443, "ELBSecurityPolicy-TLS-1-1-2017-01");
    assert.deepEqual(await policiesOf(443), ["ELBSecurityPolicy-TLS-1-1-2017-01"]);
    assert.ok((await described())?.Policies?.OtherPolicies?.includes("ELBSecurityPolicy-TLS-1-1-2017-01"));
  });
});

describe("policies of the instances' ports", () => {
  it("send the proxy protocol where there is TCP", async () => {
    await create("proxy", "ProxyProtocolPolicyType", { ProxyProtocol: "true" });
    await onBackend(25, "proxy");
    assert.deepEqual((await described())?.BackendServerDescriptions, [
      { InstancePort: 25, PolicyNames: ["proxy"] },
    ]);
    await assert.rejects(onBackend(8080, "proxy"), notEnabled("proxy"));
    await assert.rejects(onListener(25, "proxy"), notEnabled("proxy"));
    await assert.rejects(onBackend(9, "proxy"), awsError("InvalidConfigurationRequest", /9/, 409));
    await onBackend(25);
    assert.deepEqual((await described())?.BackendServerDescriptions, []);
  });

  it("authenticate instances that speak SSL by their keys", async () => {
    await create("key", "PublicKeyPolicyType", { PublicKey: PUBLIC_KEY });
    await create("auth", "BackendServerAuthenticationPolicyType", { PublicKeyPolicyName: "key" });
    await onBackend(465, "auth");
    await assert.rejects(onBackend(25, "auth"), notEnabled("auth"));
    await assert.rejects(onBackend(465, "key"), notEnabled("key"));
    await assert.rejects(
      create("other", "BackendServerAuthenticationPolicyType", { PublicKeyPolicyName: "none" }),
      awsError("PolicyNotFound", "There is no policy with name none for load balancer web"),
    );
    await assert.rejects(
      create("other", "PublicKeyPolicyType", { PublicKey: "bm90IGEga2V5" }),
      awsError("InvalidConfigurationRequest", /PublicKey/, 409),
    );
  });
});

describe("a policy", () => {
  it("is deleted once nothing has it enabled or refers to it", async () => {
    const inUse = (name: string) =>
      awsError(
        "InvalidConfigurationRequest",
        `You cannot delete policy [${name}] since it is enabled or referred by other enabled policy.`,
        409,
      );
    const remove = (PolicyName: string) =>
      plane.call(deleteLoadBalancerPolicy, { LoadBalancerName, PolicyName });
    await create("a", "LBCookieStickinessPolicyType");
    await onListener(80, "a");
    await assert.rejects(remove("a"), inUse("a"));
    await onListener(80);
    await remove("a");
    await remove("a");
    await assert.rejects(onListener(80, "a"), awsError("PolicyNotFound", /name a for load balancer web/));
    await create("key", "PublicKeyPolicyType", { PublicKey: PUBLIC_KEY });
    await create("auth", "BackendServerAuthenticationPolicyType", { PublicKeyPolicyName: "key" });
    await assert.rejects(remove("key"), inUse("key"));
  });

  it("has a name of its own and a type that there is, with the type's attributes", async () => {
    await create("a", "LBCookieStickinessPolicyType");
    await assert.rejects(
      create("a", "LBCookieStickinessPolicyType"),
      awsError("DuplicatePolicyName", "Policy Name [a] already exists"),
    );
    await assert.rejects(create("b", "NoType"), awsError("PolicyTypeNotFound", /NoType/));
    await assert.rejects(create("b c", "LBCookieStickinessPolicyType"), awsError("ValidationError", /dash/));
    const wrong = (type: string, attributes: Readonly<Record<string, string>>, text: RegExp) =>
      assert.rejects(create("b", type, attributes), awsError("InvalidConfigurationRequest", text, 409));
    await wrong("ProxyProtocolPolicyType", {}, /ProxyProtocol is required/);
    await wrong("ProxyProtocolPolicyType", { ProxyProtocol: "maybe" }, /maybe/);
    await wrong("LBCookieStickinessPolicyType", { CookieName: "a" }, /CookieName/);
    await wrong("LBCookieStickinessPolicyType", { CookieExpirationPeriod: "-1" }, /-1/);
    await wrong("AppCookieStickinessPolicyType", { CookieName: "a b" }, /a b/);
  });

  it("has one of the types that AWS describes", async () => {
    const { PolicyTypeDescriptions = [] } = await plane.call(describeLoadBalancerPolicyTypes, {});
    assert.equal(PolicyTypeDescriptions.length, 6);
    const { PolicyTypeDescriptions: one } = await plane.call(describeLoadBalancerPolicyTypes, {
      PolicyTypeNames: ["ProxyProtocolPolicyType"],
    });
    assert.deepEqual(one?.[0]?.PolicyAttributeTypeDescriptions, [
      { AttributeName: "ProxyProtocol", AttributeType: "Boolean", Cardinality: "ONE" },
    ]);
    await assert.rejects(
      plane.call(describeLoadBalancerPolicyTypes, { PolicyTypeNames: ["None"] }),
      awsError("PolicyTypeNotFound", /None/),
    );
  });
});
