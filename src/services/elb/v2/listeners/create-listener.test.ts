import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Action, CreateListenerInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { awsError } from "../../testing/aws-error.ts";
import {
  CERTIFICATE,
  makeListener,
  makeLoadBalancer,
  makeTargetGroup,
  putCertificate,
} from "../testing/samples.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { listenerTable } from "./table.ts";

type Case = readonly [given: Partial<CreateListenerInput>, code: string, message: string];

const FIXED: Action[] = [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }];
const NO_CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html and errors.ts */
const REFUSED: readonly Case[] = [
  [{ Protocol: undefined }, "ValidationError", "A listener protocol must be specified"],
  [{ Port: undefined }, "ValidationError", "A listener port must be specified"],
  [
    { Port: 0 },
    "ValidationError",
    "1 validation error detected: Value '0' at 'port' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [{ Protocol: "TCP" }, "ValidationError", "Listener protocol 'TCP' must be one of 'HTTP, HTTPS'"],
  [{ DefaultActions: [] }, "ValidationError", "At least one action must be specified"],
  [{ Protocol: "HTTPS" }, "ValidationError", "A certificate must be specified for HTTPS listeners"],
  [
    { Protocol: "HTTPS", Certificates: [{ CertificateArn: NO_CERTIFICATE }] },
    "CertificateNotFound",
    `Certificate '${NO_CERTIFICATE}' not found`,
  ],
  [
    { Protocol: "HTTPS", Certificates: [{ CertificateArn: CERTIFICATE }], SslPolicy: "none" },
    "SSLPolicyNotFound",
    "SSL policy 'none' not found",
  ],
  [
    { Certificates: [{ CertificateArn: CERTIFICATE }] },
    "ValidationError",
    "Certificates cannot be specified for HTTP listeners",
  ],
  [
    {
      Protocol: "HTTPS",
      Certificates: [{ CertificateArn: CERTIFICATE }],
      MutualAuthentication: { Mode: "verify" },
    },
    "InvalidConfigurationRequest",
    "Portreeve does not carry mutual authentication yet",
  ],
  [{ DefaultActions: [{ Type: "forward" }] }, "ValidationError", "A target group ARN must be specified"],
  [
    { DefaultActions: [...FIXED, ...FIXED] },
    "InvalidLoadBalancerAction",
    "You must specify exactly one of the action types: forward, redirect, fixed-response",
  ],
  [
    { DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "302" } }] },
    "ValidationError",
    "1 validation error detected: Value '302' at 'defaultActions.1.member.fixedResponseConfig.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(2|4|5)\\d\\d$",
  ],
  [
    {
      DefaultActions: [
        { Type: "fixed-response", FixedResponseConfig: { StatusCode: "200", ContentType: "image/png" } },
      ],
    },
    "InvalidLoadBalancerAction",
    "The ContentType must be one of:'text/plain','text/css','text/html','application/javascript','application/json'",
  ],
  // https://github.com/hashicorp/terraform/issues/32620
  [
    { DefaultActions: [{ Type: "redirect" }] },
    "InvalidLoadBalancerAction",
    "For actions of type 'redirect', you must specify the following fields: 'RedirectConfig'",
  ],
  // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1752
  [
    { DefaultActions: [{ Type: "redirect", RedirectConfig: { StatusCode: "HTTP_301" } }] },
    "InvalidLoadBalancerAction",
    "The redirect configuration is not valid because it creates a loop.",
  ],
  [
    { DefaultActions: [{ Type: "redirect", RedirectConfig: { StatusCode: "HTTP_301", Path: "a" } }] },
    "InvalidLoadBalancerAction",
    "The Path parameter must be a valid path, should start with a '/', and may contain up to one of each of these placeholders: '#{path}', '#{host}', '#{port}'.",
  ],
  [
    {
      Protocol: "HTTPS",
      Certificates: [{ CertificateArn: CERTIFICATE }],
      DefaultActions: [{ Type: "redirect", RedirectConfig: { StatusCode: "HTTP_301", Protocol: "HTTP" } }],
    },
    "InvalidLoadBalancerAction",
    "You cannot redirect HTTPS to HTTP",
  ],
];

describe("CreateListener", () => {
  let plane: TestPlane;
  let loadBalancer: string;
  let group: string;
  before(async () => {
    plane = await openTestPlane();
    await putCertificate(plane);
    loadBalancer = await makeLoadBalancer(plane);
    group = await makeTargetGroup(plane);
  });

  for (const [given, code, message] of REFUSED)
    it(`refuses ${JSON.stringify(given).slice(0, 90)}`, async () => {
      await assert.rejects(makeListener(plane, loadBalancer, group, given), awsError(code, message));
      assert.equal(plane.state.table(listenerTable).size, 0);
    });

  for (const Type of ["authenticate-oidc", "authenticate-cognito", "jwt-validation"] as const)
    it(`refuses actions of type ${Type}, and keeps none of their secrets`, async () => {
      const config = {
        Issuer: "https://example.com",
        AuthorizationEndpoint: "https://example.com/a",
        TokenEndpoint: "https://example.com/t",
        UserInfoEndpoint: "https://example.com/u",
        ClientId: "id",
        ClientSecret: "hush",
      };
      const DefaultActions: Action[] = [{ Type, Order: 1, AuthenticateOidcConfig: config }, ...FIXED];
      await assert.rejects(
        makeListener(plane, loadBalancer, group, { DefaultActions }),
        awsError("InvalidConfigurationRequest", `Portreeve does not carry actions of type '${Type}' yet`),
      );
      assert.equal(plane.state.table(listenerTable).size, 0);
    });

  it("refuses target groups that are not there, of other protocols, and of other load balancers", async () => {
    const own = await openTestPlane();
    const [web, net] = [
      await makeLoadBalancer(own),
      await makeLoadBalancer(own, { Name: "net", Type: "network" }),
    ];
    const http = await makeTargetGroup(own);
    const tcp = await makeTargetGroup(own, { Name: "tcp", Protocol: "TCP" });
    const http2 = await makeTargetGroup(own, { Name: "http2", ProtocolVersion: "HTTP2" });
    const gone = http.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    const incompatible = (arn: string): string =>
      `The listener and the following target groups have incompatible protocols: '${arn}'`;
    await assert.rejects(
      makeListener(own, web, gone),
      awsError("TargetGroupNotFound", `Target groups '${gone}' not found`),
    );
    await assert.rejects(makeListener(own, web, tcp), awsError("IncompatibleProtocols", incompatible(tcp)));
    await assert.rejects(
      makeListener(own, net, http, { Protocol: "TCP" }),
      awsError("IncompatibleProtocols", incompatible(http)),
    );
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html#target-group-protocol-version
    await assert.rejects(
      makeListener(own, web, http2),
      awsError(
        "InvalidLoadBalancerAction",
        "Listener protocol 'HTTP' is not supported with a target group with the protocol-version 'HTTP2'",
      ),
    );
    await makeListener(own, web, http);
    const second = await makeLoadBalancer(own, { Name: "second" });
    await assert.rejects(
      makeListener(own, second, http),
      awsError(
        "TargetGroupAssociationLimit",
        `The following target groups cannot be associated with more than one load balancer: ${http}`,
      ),
    );
    await assert.rejects(
      makeListener(own, web, http),
      awsError("DuplicateListener", `A listener already exists on this port for this load balancer '${web}'`),
    );
    await makeListener(own, web, http, { Port: 8080 });
    await assert.rejects(makeListener(own, net, tcp, { Protocol: "UDP" }), { code: "UnsupportedProtocol" });
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
    await assert.rejects(
      makeListener(own, net, tcp, { Protocol: "TCP", DefaultActions: FIXED }),
      awsError(
        "InvalidLoadBalancerAction",
        "The action type 'fixed-response' is not valid with network load balancer",
      ),
    );
    await assert.rejects(
      makeListener(own, net, tcp, { Protocol: "HTTP" }),
      awsError("ValidationError", "Listener protocol 'HTTP' must be one of 'UDP, TCP, TCP_UDP, TLS'"),
    );
    await makeListener(own, net, tcp, { Protocol: "TCP" });
  });
});
