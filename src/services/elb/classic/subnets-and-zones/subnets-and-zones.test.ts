import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import { defaultVpc } from "../../../ec2/index.ts";
import { awsError } from "../../testing/aws-error.ts";
import { createWeb, WEB } from "../testing/create-web.ts";
import { openTestPlane, SCOPE, type TestPlane } from "../testing/test-plane.ts";
import { applySecurityGroupsToLoadBalancer } from "./apply-security-groups-to-load-balancer.ts";
import { attachLoadBalancerToSubnets } from "./attach-load-balancer-to-subnets.ts";
import { detachLoadBalancerFromSubnets } from "./detach-load-balancer-from-subnets.ts";
import { disableAvailabilityZonesForLoadBalancer } from "./disable-availability-zones-for-load-balancer.ts";
import { enableAvailabilityZonesForLoadBalancer } from "./enable-availability-zones-for-load-balancer.ts";

const LoadBalancerName = WEB;
const vpc = defaultVpc(SCOPE);
const [a, b, c] = vpc.subnets.map(({ id }) => id) as [string, string, string];

let plane: TestPlane;
beforeEach(async () => {
  plane = await openTestPlane();
  await createWeb(plane);
});

const noneLeft = awsError(
  "InvalidConfigurationRequest",
  'Requested configuration change for LoadBalancer "web" is invalid because you attempted to detach all the subnets for this LoadBalancer and a LoadBalancer cannot be attached to zero subnets in VPC.',
  409,
);

describe("the place of a Classic Load Balancer", () => {
  it("is in subnets that are attached and detached, but for the last one", async () => {
    const attach = (...Subnets: readonly string[]) =>
      plane.call(attachLoadBalancerToSubnets, { LoadBalancerName, Subnets });
    const detach = (...Subnets: readonly string[]) =>
      plane.call(detachLoadBalancerFromSubnets, { LoadBalancerName, Subnets });
    assert.deepEqual(await attach(c, a), { Subnets: [a, b, c] });
    assert.deepEqual(await detach(a, "subnet-none"), { Subnets: [b, c] });
    await assert.rejects(detach(b, c), noneLeft);
    await assert.rejects(attach("subnet-none"), awsError("SubnetNotFound", /do not exist/));
  });

  it("is in zones that are enabled and disabled, but for the last one", async () => {
    const enable = (...AvailabilityZones: readonly string[]) =>
      plane.call(enableAvailabilityZonesForLoadBalancer, { LoadBalancerName, AvailabilityZones });
    const disable = (...AvailabilityZones: readonly string[]) =>
      plane.call(disableAvailabilityZonesForLoadBalancer, { LoadBalancerName, AvailabilityZones });
    assert.deepEqual(await enable("us-east-1c"), {
      AvailabilityZones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    });
    assert.deepEqual(await disable("us-east-1a", "us-east-1b"), { AvailabilityZones: ["us-east-1c"] });
    await assert.rejects(disable("us-east-1c"), noneLeft);
    await assert.rejects(enable("us-west-2a"), awsError("ValidationError", /us-west-2a/));
  });

  it("has the security groups that there are", async () => {
    const apply = (...SecurityGroups: readonly string[]) =>
      plane.call(applySecurityGroupsToLoadBalancer, { LoadBalancerName, SecurityGroups });
    const { id } = vpc.securityGroup;
    assert.deepEqual(await apply(id, id), { SecurityGroups: [id] });
    await assert.rejects(apply("sg-none"), awsError("InvalidSecurityGroup", /do not exist/));
    await assert.rejects(apply(), awsError("InvalidConfigurationRequest", /at least one/, 409));
  });
});
