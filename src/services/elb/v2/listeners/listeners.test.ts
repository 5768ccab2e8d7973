import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { Action, CreateListenerInput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { describeTargetHealth } from "../targets/describe-target-health.ts";
import { registerTargets } from "../targets/register-targets.ts";
import { awsError } from "../testing/aws-error.ts";
import {
  CERTIFICATE,
  makeListener,
  makeLoadBalancer,
  makeRule,
  makeTargetGroup,
  putCertificate,
} from "../testing/samples.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { deleteListener } from "./delete-listener.ts";
import { describeListeners } from "./describe-listeners.ts";
import { modifyListener } from "./modify-listener.ts";
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

describe("a listener", () => {
  it("shows its actions with what they leave out, and its TLS", async () => {
    const plane = await openTestPlane();
    await putCertificate(plane);
    const loadBalancer = await makeLoadBalancer(plane);
    const group = await makeTargetGroup(plane);
    await makeListener(plane, loadBalancer, group, {
      Protocol: "HTTPS",
      Port: 443,
      Certificates: [{ CertificateArn: CERTIFICATE }],
    });
    await makeListener(plane, loadBalancer, group, {
      DefaultActions: [
        { Type: "redirect", RedirectConfig: { StatusCode: "HTTP_301", Protocol: "HTTPS", Port: "443" } },
      ],
    });
    const { Listeners = [] } = await plane.call(describeListeners, { LoadBalancerArn: loadBalancer });
    const shown = Listeners.map(({ ListenerArn: _arn, LoadBalancerArn: _lb, ...rest }) => rest).sort(
      (left, right) => (left.Port ?? 0) - (right.Port ?? 0),
    );
    assert.deepEqual(JSON.parse(JSON.stringify(shown)), [
      {
        Port: 80,
        Protocol: "HTTP",
        DefaultActions: [
          {
            Type: "redirect",
            RedirectConfig: {
              Protocol: "HTTPS",
              Port: "443",
              Host: "#{host}",
              Path: "/#{path}",
              Query: "#{query}",
              StatusCode: "HTTP_301",
            },
          },
        ],
      },
      {
        Port: 443,
        Protocol: "HTTPS",
        Certificates: [{ CertificateArn: CERTIFICATE }],
        SslPolicy: "ELBSecurityPolicy-2016-08",
        DefaultActions: [
          {
            Type: "forward",
            TargetGroupArn: group,
            ForwardConfig: {
              TargetGroups: [{ TargetGroupArn: group, Weight: 1 }],
              TargetGroupStickinessConfig: { Enabled: false },
            },
          },
        ],
        MutualAuthentication: { Mode: "off" },
      },
    ]);
  });

  it("takes its weights and stickiness, and refuses those that cannot be", async () => {
    const plane = await openTestPlane();
    const loadBalancer = await makeLoadBalancer(plane);
    const [blue, green] = [await makeTargetGroup(plane), await makeTargetGroup(plane, { Name: "green" })];
    const forward = (weight: number, seconds: number): Action[] => [
      {
        Type: "forward",
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: blue, Weight: weight },
            { TargetGroupArn: green, Weight: 0 },
          ],
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: seconds },
        },
      },
    ];
    const DefaultActions = forward(999, 604_800);
    const ListenerArn = await makeListener(plane, loadBalancer, blue, { DefaultActions });
    const { Listeners } = await plane.call(describeListeners, { ListenerArns: [ListenerArn] });
    assert.deepEqual(Listeners?.[0]?.DefaultActions, DefaultActions);
    for (const bad of [forward(1000, 60), forward(-1, 60), forward(1, 0), forward(1, 604_801)])
      await assert.rejects(plane.call(modifyListener, { ListenerArn, DefaultActions: bad }), {
        code: "InvalidLoadBalancerAction",
      });
    const twice = [{ TargetGroupArn: blue }, { TargetGroupArn: blue }];
    await assert.rejects(
      plane.call(modifyListener, {
        ListenerArn,
        DefaultActions: [{ Type: "forward", ForwardConfig: { TargetGroups: twice } }],
      }),
      { code: "InvalidLoadBalancerAction" },
    );
  });

  it("keeps what ModifyListener leaves out, and frees targets that it no longer reaches", async () => {
    const plane = await openTestPlane();
    await putCertificate(plane);
    const [old, fresh] = [await makeTargetGroup(plane), await makeTargetGroup(plane, { Name: "fresh" })];
    const ListenerArn = await makeListener(plane, await makeLoadBalancer(plane), old);
    for (const TargetGroupArn of [old, fresh])
      await plane.call(registerTargets, { TargetGroupArn, Targets: [{ Id: "10.0.0.1" }] });
    const DefaultActions: Action[] = [{ Type: "forward", TargetGroupArn: fresh }];
    await plane.call(modifyListener, { ListenerArn, DefaultActions });
    const stateOf = async (TargetGroupArn: string): Promise<string | undefined> =>
      (await plane.call(describeTargetHealth, { TargetGroupArn })).TargetHealthDescriptions?.[0]?.TargetHealth
        ?.State;
    assert.equal(await stateOf(old), "unused");
    assert.equal(await stateOf(fresh), "initial");
    const Certificates = [{ CertificateArn: CERTIFICATE }];
    await plane.call(modifyListener, { ListenerArn, Protocol: "HTTPS", Port: 443, Certificates });
    const { Listeners } = await plane.call(modifyListener, {
      ListenerArn,
      SslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
    });
    const [shown] = Listeners ?? [];
    assert.deepEqual(
      [
        shown?.Port,
        shown?.Protocol,
        shown?.SslPolicy,
        shown?.Certificates,
        shown?.DefaultActions?.[0]?.TargetGroupArn,
      ],
      [443, "HTTPS", "ELBSecurityPolicy-TLS13-1-2-2021-06", Certificates, fresh],
    );
    const plain = await plane.call(modifyListener, { ListenerArn, Protocol: "HTTP" });
    assert.equal(plain.Listeners?.[0]?.SslPolicy, undefined);
    assert.deepEqual(plane.state.table(listenerTable).get(ListenerArn)?.certificateArns, []);
  });

  it("does not move to a protocol or a port where it or its rules cannot be", async () => {
    const plane = await openTestPlane();
    await putCertificate(plane);
    const loadBalancer = await makeLoadBalancer(plane);
    const grpc = await makeTargetGroup(plane, { ProtocolVersion: "GRPC" });
    const ListenerArn = await makeListener(plane, loadBalancer, grpc, {
      Protocol: "HTTPS",
      Certificates: [{ CertificateArn: CERTIFICATE }],
      DefaultActions: FIXED,
    });
    await makeRule(plane, ListenerArn, grpc, 1);
    await assert.rejects(plane.call(modifyListener, { ListenerArn, Protocol: "HTTP" }), {
      code: "InvalidLoadBalancerAction",
    });
    await makeListener(plane, loadBalancer, grpc, { Port: 81, DefaultActions: FIXED });
    await assert.rejects(plane.call(modifyListener, { ListenerArn, Port: 81 }), {
      code: "DuplicateListener",
    });
    await plane.call(deleteListener, { ListenerArn });
    await assert.rejects(
      plane.call(deleteListener, { ListenerArn }),
      awsError("ListenerNotFound", "One or more listeners not found"),
    );
  });
});
