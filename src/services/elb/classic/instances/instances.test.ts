import assert from "node:assert/strict";
import { beforeEach, describe, it } from "node:test";
import type { InstanceStateName } from "../../../ec2/index.ts";
import { awsError } from "../../testing/aws-error.ts";
import { modifyLoadBalancerAttributes } from "../attributes/modify-load-balancer-attributes.ts";
import { describeLoadBalancers } from "../load-balancers/describe-load-balancers.ts";
import { classicInstanceTable } from "../table.ts";
import { createWeb, WEB } from "../testing/create-web.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { deregisterInstancesFromLoadBalancer } from "./deregister-instances-from-load-balancer.ts";
import { describeInstanceHealth } from "./describe-instance-health.ts";
import { HEALTH, type InstanceHealth } from "./instance-health.ts";
import { registerInstancesWithLoadBalancer } from "./register-instances-with-load-balancer.ts";

let plane: TestPlane;
beforeEach(async () => {
  plane = await openTestPlane();
  await createWeb(plane);
  await plane.instance({ id: "i-1" });
  await plane.instance({ id: "i-2" });
});

const instancesOf = (ids: readonly string[]) => ids.map((InstanceId) => ({ InstanceId }));
const register = async (...ids: readonly string[]) =>
  (
    await plane.call(registerInstancesWithLoadBalancer, {
      LoadBalancerName: WEB,
      Instances: instancesOf(ids),
    })
  ).Instances;
const deregister = async (...ids: readonly string[]) =>
  (
    await plane.call(deregisterInstancesFromLoadBalancer, {
      LoadBalancerName: WEB,
      Instances: instancesOf(ids),
    })
  ).Instances;
const health = async (...ids: readonly string[]) =>
  (
    await plane.call(describeInstanceHealth, {
      LoadBalancerName: WEB,
      ...(ids.length === 0 ? {} : { Instances: instancesOf(ids) }),
    })
  ).InstanceStates;
const view = (InstanceId: string, { state, reasonCode, description }: InstanceHealth) => ({
  InstanceId,
  State: state,
  ReasonCode: reasonCode,
  Description: description,
});
/** What carries the traffic does when checks pass. */
const serve = (instanceId: string, found: InstanceHealth = HEALTH.inService) =>
  plane.state.transact((state) => {
    const table = state.table(classicInstanceTable);
    for (const row of [...table.by("instance", instanceId)]) table.put({ ...row, ...found });
  });
const drain = (Enabled: boolean) =>
  plane.call(modifyLoadBalancerAttributes, {
    LoadBalancerName: WEB,
    LoadBalancerAttributes: { ConnectionDraining: { Enabled, Timeout: 60 } },
  });

describe("instances behind a Classic Load Balancer", () => {
  it("are registered, out of service until they pass their checks, and stay as they are when registered again", async () => {
    assert.deepEqual(await register("i-1"), instancesOf(["i-1"]));
    assert.deepEqual(await health(), [view("i-1", HEALTH.registering)]);
    await serve("i-1");
    assert.deepEqual(await register("i-2", "i-1"), instancesOf(["i-1", "i-2"]));
    assert.deepEqual(await health(), [view("i-1", HEALTH.inService), view("i-2", HEALTH.registering)]);
  });

  it("are listed with the load balancer", async () => {
    await register("i-1", "i-2");
    const { LoadBalancerDescriptions: [found] = [] } = await plane.call(describeLoadBalancers, {});
    assert.deepEqual(found?.Instances, instancesOf(["i-1", "i-2"]));
  });

  it("must exist, in the account and the region, all or none", async () => {
    await plane.instance({ id: "i-far", region: "us-west-2" });
    await plane.instance({ id: "i-other", accountId: "999999999999" });
    await plane.instance({ id: "i-gone", state: "terminated" });
    for (const id of ["i-none", "i-far", "i-other", "i-gone"])
      await assert.rejects(
        register("i-1", id),
        awsError("InvalidInstance", `Could not find EC2 instance ${id}.`),
      );
    assert.deepEqual(await health(), []);
    await assert.rejects(health("i-other"), awsError("InvalidInstance", /i-other/));
    await assert.rejects(deregister("i-none"), awsError("InvalidInstance", /i-none/));
  });

  it("are deregistered at once without connection draining, and known all the same", async () => {
    await register("i-1", "i-2");
    assert.deepEqual(await deregister("i-1"), instancesOf(["i-2"]));
    assert.deepEqual(await deregister("i-1"), instancesOf(["i-2"]));
    assert.deepEqual(await health("i-1"), [view("i-1", HEALTH.notRegistered)]);
    assert.equal((await health())?.length, 1);
  });

  it("are drained for as long as the load balancer says", async () => {
    await drain(true);
    await register("i-1", "i-2");
    await serve("i-1");
    assert.deepEqual(await deregister("i-1"), instancesOf(["i-2"]));
    plane.advance(59_000);
    await deregister("i-1");
    assert.deepEqual(await health("i-1"), [view("i-1", HEALTH.draining)]);
    plane.advance(1000);
    assert.deepEqual(await health("i-1"), [view("i-1", HEALTH.notRegistered)]);
    await register("i-2");
    assert.equal(plane.state.table(classicInstanceTable).countBy("instance", "i-1"), 0);
  });

  it("come back when they are registered while they are drained", async () => {
    await drain(true);
    await register("i-1");
    await serve("i-1");
    await deregister("i-1");
    assert.deepEqual(await register("i-1"), instancesOf(["i-1"]));
    assert.deepEqual(await health(), [view("i-1", HEALTH.registering)]);
  });

  it("are no longer drained once draining is off", async () => {
    await drain(true);
    await register("i-1");
    await deregister("i-1");
    await drain(false);
    assert.deepEqual(await health(), []);
  });

  const STATES: readonly (readonly [InstanceStateName, InstanceHealth])[] = [
    ["pending", HEALTH.pending],
    ["stopping", HEALTH.stopped],
    ["stopped", HEALTH.stopped],
    ["shutting-down", HEALTH.terminated],
  ];
  for (const [state, expected] of STATES)
    it(`are out of service while they are ${state}, whatever their checks said`, async () => {
      await register("i-1");
      await serve("i-1");
      await plane.instance({ id: "i-1", state });
      assert.deepEqual(await health(), [view("i-1", expected)]);
    });

  it("are gone once they are terminated", async () => {
    await register("i-1", "i-2");
    await plane.instance({ id: "i-1", state: "terminated" });
    assert.deepEqual(await health("i-1"), []);
    assert.equal((await health())?.length, 1);
    assert.deepEqual(await register("i-2"), instancesOf(["i-2"]));
  });

  it("are out of service in a zone that is not enabled", async () => {
    await plane.instance({ id: "i-3", availabilityZone: "us-east-1c" });
    await register("i-3");
    await serve("i-3");
    assert.deepEqual(await health(), [view("i-3", HEALTH.wrongZone)]);
  });

  it("show what their checks found", async () => {
    await register("i-1");
    await serve("i-1", HEALTH.failing);
    assert.deepEqual(await health(), [
      {
        InstanceId: "i-1",
        State: "OutOfService",
        ReasonCode: "Instance",
        Description:
          "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
      },
    ]);
  });

  it("need their load balancer", async () => {
    await assert.rejects(
      plane.call(describeInstanceHealth, { LoadBalancerName: "none" }),
      awsError("LoadBalancerNotFound", "There is no ACTIVE Load Balancer named 'none'"),
    );
  });
});
