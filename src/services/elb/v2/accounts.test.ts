import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Scope } from "../../../arn.ts";
import { AwsError, type Caller, type Operation } from "../../../operation/index.ts";
import { defaultVpc } from "../../ec2/index.ts";
import { createListener } from "./listeners/create-listener.ts";
import { describeListeners } from "./listeners/describe-listeners.ts";
import { createLoadBalancer } from "./load-balancers/create-load-balancer.ts";
import { describeLoadBalancers } from "./load-balancers/describe-load-balancers.ts";
import { elbV2 } from "./service.ts";
import { describeTargetGroups } from "./target-groups/describe-target-groups.ts";
import { sampleInputs } from "./testing/sample-inputs.ts";
import { makeTargetGroup, putCertificate } from "./testing/samples.ts";
import { openTestPlane, SCOPE } from "./testing/test-plane.ts";

const ACCOUNT = "210987654321";

/** Somebody who may do everything in another account. */
const MALLORY: Caller = {
  principal: { type: "User", arn: `arn:aws:iam::${ACCOUNT}:user/mallory`, accountId: ACCOUNT },
  userId: "AIDAMALLORY",
  userName: "mallory",
};

const ELSEWHERE: readonly (readonly [what: string, scope: Scope])[] = [
  ["another account", { ...SCOPE, accountId: ACCOUNT }],
  ["another region of another account", { ...SCOPE, accountId: ACCOUNT, region: "eu-west-1" }],
];

const namesAnArn = (input: object): boolean =>
  JSON.stringify(input).includes("arn:aws:elasticloadbalancing:");

describe("who may do everything elsewhere", () => {
  for (const [what, scope] of ELSEWHERE)
    for (const operation of elbV2.operations)
      it(`reaches nothing by ${operation.name} from ${what}`, async () => {
        const plane = await openTestPlane();
        const inputs = await sampleInputs(plane);
        const input = inputs[operation.name];
        assert.ok(input);
        if (!namesAnArn(input)) return;
        const before = plane.state.statistics();
        await assert.rejects(
          plane.call(operation as unknown as Operation<unknown, unknown>, input, { caller: MALLORY, scope }),
          (error: unknown) => {
            assert.ok(error instanceof AwsError);
            assert.equal(error.code, "ValidationError", error.message);
            return true;
          },
        );
        const { rows, transactions } = plane.state.statistics();
        assert.deepEqual({ rows, transactions }, { rows: before.rows, transactions: before.transactions });
      });

  it("sees nothing of what is here, and makes the same names there", async () => {
    const plane = await openTestPlane();
    await sampleInputs(plane);
    for (const [, scope] of ELSEWHERE) {
      const there = { caller: MALLORY, scope };
      assert.deepEqual((await plane.call(describeLoadBalancers, {}, there)).LoadBalancers, []);
      assert.deepEqual((await plane.call(describeTargetGroups, {}, there)).TargetGroups, []);
      const Subnets = defaultVpc(scope).subnets.map(({ id }) => id);
      const made = await plane.call(createLoadBalancer, { Name: "web", Subnets }, there);
      const LoadBalancerArn = made.LoadBalancers?.[0]?.LoadBalancerArn ?? "";
      assert.ok(LoadBalancerArn.includes(`:${scope.region}:${ACCOUNT}:`));
      const listeners = { LoadBalancerArn };
      assert.deepEqual((await plane.call(describeListeners, listeners, there)).Listeners, []);
    }
  });

  it("forwards to no target group of another account, and uses none of its certificates", async () => {
    const plane = await openTestPlane();
    const TargetGroupArn = await makeTargetGroup(plane);
    const CertificateArn = await putCertificate(plane);
    const scope: Scope = { ...SCOPE, accountId: ACCOUNT };
    const there = { caller: MALLORY, scope };
    const Subnets = defaultVpc(scope).subnets.map(({ id }) => id);
    const { LoadBalancers } = await plane.call(createLoadBalancer, { Name: "web", Subnets }, there);
    const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? "";
    const listener = { LoadBalancerArn, Port: 80 };
    await assert.rejects(
      plane.call(
        createListener,
        { ...listener, Protocol: "HTTP", DefaultActions: [{ Type: "forward", TargetGroupArn }] },
        there,
      ),
      { code: "ValidationError" },
    );
    await assert.rejects(
      plane.call(
        createListener,
        {
          ...listener,
          Protocol: "HTTPS",
          Certificates: [{ CertificateArn }],
          DefaultActions: [{ Type: "fixed-response", FixedResponseConfig: { StatusCode: "200" } }],
        },
        there,
      ),
      { code: "CertificateNotFound" },
    );
  });
});
