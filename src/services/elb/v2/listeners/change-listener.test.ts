import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { awsError } from "../../testing/aws-error.ts";
import { describeTargetHealth } from "../targets/describe-target-health.ts";
import { registerTargets } from "../targets/register-targets.ts";
import {
  CERTIFICATE,
  makeListener,
  makeLoadBalancer,
  makeRule,
  makeTargetGroup,
  putCertificate,
} from "../testing/samples.ts";
import { openTestPlane } from "../testing/test-plane.ts";
import { deleteListener } from "./delete-listener.ts";
import { describeListeners } from "./describe-listeners.ts";
import { modifyListener } from "./modify-listener.ts";
import { listenerTable } from "./table.ts";

const FIXED: Action[] = [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } }];

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
