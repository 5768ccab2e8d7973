import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LoadBalancer } from "@aws-sdk/client-ecs";
import { instanceTable } from "../../../ec2/index.ts";
import { elbV2 } from "../../../elb/index.ts";
import { createKeptStorage } from "../../agents/testing/kept-storage.ts";
import { ACCOUNT } from "../../agents/testing/test-plane.ts";
import { taskTable } from "../../tasks/table.ts";
import { leaveAll } from "./follow-task.ts";
import { registrationTable } from "./registration-table.ts";
import { allowing, RegisteredFleet, TARGET_GROUP_ACTIONS } from "./testing/registered-fleet.ts";

const open = async (input: object = {}, instances = 2) => {
  const fleet = await RegisteredFleet.open(instances);
  const web = await fleet.targetGroup();
  await fleet.create({ loadBalancers: [web], ...input });
  await fleet.settle();
  return { fleet, web };
};

/** Deletes a target group, and the listener that uses it. */
const forgetTargetGroup = async (fleet: RegisteredFleet, web: LoadBalancer): Promise<void> => {
  const { LoadBalancers } = await fleet.elb<{ LoadBalancers: { LoadBalancerArn: string }[] }>(
    elbV2,
    "DescribeLoadBalancers",
    {},
  );
  const { LoadBalancerArn } = LoadBalancers[0] ?? {};
  const { Listeners } = await fleet.elb<{ Listeners: { ListenerArn: string }[] }>(
    elbV2,
    "DescribeListeners",
    { LoadBalancerArn },
  );
  await fleet.elb(elbV2, "DeleteListener", { ListenerArn: Listeners[0]?.ListenerArn });
  await fleet.elb(elbV2, "DeleteTargetGroup", { TargetGroupArn: web.targetGroupArn });
};

/** A fleet with a service in a role of its own. */
const openInRole = async (actions: readonly string[]) => {
  const fleet = await RegisteredFleet.open(1);
  const web = await fleet.targetGroup();
  await fleet.role(actions);
  await fleet.create({ loadBalancers: [web], role: "ecsServiceRole", desiredCount: 1 });
  await fleet.settle();
  return { fleet, web };
};

describe("the registrar", () => {
  it("finds at its start the tasks that ended while nobody followed them", async () => {
    const storage = createKeptStorage();
    const fleet = await RegisteredFleet.open(2, { storage });
    await fleet.create({ loadBalancers: [await fleet.targetGroup()], desiredCount: 1 });
    await fleet.settle();
    fleet.traffic.drains = false;
    const [arn = ""] = await fleet.tasks();
    const ended = fleet.plane.state.transact((state) => {
      const task = state.table(taskTable).get(arn);
      if (task === undefined) throw new Error("the task is missing");
      state.table(taskTable).put({ ...task, lastStatus: "STOPPED", desiredStatus: "STOPPED" });
    });
    // Closed in the same turn: the commit is kept, and nobody hears of it.
    const closed = fleet.plane.close();
    await Promise.all([ended, closed]);
    const again = await RegisteredFleet.reopen(fleet, { storage, seed: 2 });
    again.traffic.drains = false;
    await again.settle();
    assert.deepEqual(
      again.traffic.targets().map(({ health }) => health.state),
      ["draining", "healthy"],
    );
    await again.plane.close();
  });

  it("looks at its start at every target of a large service", async () => {
    const storage = createKeptStorage();
    const fleet = await RegisteredFleet.open(7, { storage });
    await fleet.create({ loadBalancers: [await fleet.targetGroup()], desiredCount: 110 });
    await fleet.settle();
    const last = fleet.traffic.targets().at(-1);
    const sick = fleet.traffic.find({ state: "unhealthy", description: "x" }, (row) => row === last);
    await Promise.all([sick, fleet.plane.close()]);
    const again = await RegisteredFleet.reopen(fleet, { storage, seed: 2 });
    await again.settle();
    assert.equal(again.statuses()["STOPPED"], 1);
    assert.ok(again.registrations().every((state) => state === "healthy"));
    await again.plane.close();
  });

  it("tries again by itself, though only a policy elsewhere was mended", async () => {
    const fleet = await RegisteredFleet.open(1);
    const web = await fleet.targetGroup();
    await fleet.role(["DescribeTargetGroups"]);
    const { Policy } = await fleet.plane.call<{ Policy: { Arn: string } }>("CreatePolicy", {
      PolicyName: "rest",
      PolicyDocument: allowing(["DescribeTargetHealth"]),
    });
    await fleet.plane.call("AttachRolePolicy", { RoleName: "ecsServiceRole", PolicyArn: Policy.Arn });
    await fleet.create({ loadBalancers: [web], role: "ecsServiceRole", desiredCount: 1 });
    await fleet.settle();
    for (let minute = 0; minute < 10; minute++) {
      fleet.plane.world.advance(60_000);
      await fleet.settle();
    }
    const denied = fleet.calls().filter((call) => call === "elasticloadbalancing:RegisterTargets denied");
    assert.ok(denied.length >= 10, String(denied.length));
    await fleet.plane.call("CreatePolicyVersion", {
      PolicyArn: Policy.Arn,
      PolicyDocument: allowing(TARGET_GROUP_ACTIONS),
      SetAsDefault: true,
    });
    fleet.plane.world.advance(15_000);
    await fleet.settle();
    assert.equal((await fleet.describe()).deployments?.[0]?.rolloutState, "COMPLETED");
    await fleet.plane.close();
  });

  it("tells of the same failure again after six hours", async () => {
    const fleet = await RegisteredFleet.open(1);
    const web = await fleet.targetGroup();
    await fleet.role(["DescribeTargetGroups"]);
    await fleet.create({ loadBalancers: [web], role: "ecsServiceRole", desiredCount: 1 });
    await fleet.settle();
    const told = async () =>
      (await fleet.events()).filter((text) => text.includes("failed to register")).length;
    assert.equal(await told(), 1);
    fleet.plane.world.advance(6 * 60 * 60_000 + 15_000);
    await fleet.settle();
    assert.equal(await told(), 2);
    await fleet.plane.close();
  });

  it("registers the others when one target is refused", async () => {
    const fleet = await RegisteredFleet.open(2);
    const web = await fleet.targetGroup();
    await fleet.plane.state.transact((state) => state.table(instanceTable).delete("i-0"));
    await fleet.create({ loadBalancers: [web], desiredCount: 2 });
    await fleet.settle();
    assert.deepEqual(
      fleet.traffic.targets().map(({ id }) => id),
      ["i-1"],
    );
    assert.match(
      (await fleet.events()).find((text) => text.includes("failed")) ?? "",
      /^\(service web\) failed to register targets in \(target-group .*\) with \(error .*i-0.*\)$/,
    );
    await fleet.plane.close();
  });

  it("says what is wrong with a machine that is no EC2 instance", async () => {
    const fleet = await RegisteredFleet.open(0);
    await fleet.addInstance();
    await fleet.create({ loadBalancers: [await fleet.targetGroup()], desiredCount: 1 });
    await fleet.settle();
    assert.match(
      (await fleet.events()).at(-1) ?? "",
      /failed to register targets in .* with \(error The port of the container is not bound on an EC2 instance\.\)$/,
    );
    await fleet.update({ desiredCount: 0 });
    await fleet.settle();
    assert.deepEqual([fleet.statuses(), fleet.registrations()], [{ STOPPED: 1 }, []]);
    await fleet.plane.close();
  });

  it("registers a target again that somebody else took away", async () => {
    const { fleet, web } = await open({ desiredCount: 1 });
    const [target] = fleet.traffic.targets();
    await fleet.elb(elbV2, "DeregisterTargets", {
      TargetGroupArn: web.targetGroupArn,
      Targets: [{ Id: target?.id, Port: target?.port }],
    });
    await fleet.settle();
    assert.deepEqual(fleet.registrations(), ["healthy"]);
    await fleet.plane.close();
  });

  it("does not wait for a target group that is gone", async () => {
    const { fleet, web } = await open({ desiredCount: 1 });
    await forgetTargetGroup(fleet, web);
    await fleet.update({ desiredCount: 0 });
    await fleet.settle();
    assert.deepEqual([fleet.statuses(), fleet.registrations()], [{ STOPPED: 1 }, []]);
    await fleet.plane.close();
  });

  it("does not wait for a target group that is gone in a role that may not deregister", async () => {
    const { fleet, web } = await openInRole(
      TARGET_GROUP_ACTIONS.filter((action) => action !== "DeregisterTargets"),
    );
    await fleet.update({ desiredCount: 0 });
    await fleet.settle();
    assert.deepEqual(fleet.statuses(), { DEACTIVATING: 1 });
    await forgetTargetGroup(fleet, web);
    fleet.plane.world.advance(15_000);
    await fleet.settle();
    assert.deepEqual([fleet.statuses(), fleet.registrations()], [{ STOPPED: 1 }, []]);
    await fleet.plane.close();
  });

  it("does not wait for ever for a role that is gone", async () => {
    const { fleet } = await openInRole(TARGET_GROUP_ACTIONS);
    await fleet.plane.call("DeleteRolePolicy", { RoleName: "ecsServiceRole", PolicyName: "elb" });
    await fleet.plane.call("DeleteRole", { RoleName: "ecsServiceRole" });
    await fleet.update({ desiredCount: 0 });
    await fleet.settle();
    fleet.plane.world.advance(50 * 60_000);
    await fleet.settle();
    assert.deepEqual(fleet.statuses(), { DEACTIVATING: 1 });
    fleet.plane.world.advance(15 * 60_000);
    await fleet.settle();
    assert.deepEqual([fleet.statuses(), fleet.registrations()], [{ STOPPED: 1 }, []]);
    await fleet.plane.close();
  });

  it("keeps two services on one target group apart", async () => {
    const { fleet, web } = await open({ desiredCount: 1 });
    await fleet.create({ serviceName: "other", loadBalancers: [web], desiredCount: 2 });
    await fleet.settle();
    assert.equal(fleet.traffic.targets().length, 3);
    await fleet.plane.call("DeleteService", { cluster: "demo", service: "other", force: true });
    await fleet.settle();
    assert.equal(fleet.traffic.targets().length, 1);
    assert.deepEqual(fleet.registrations(), ["healthy"]);
    await fleet.plane.close();
  });

  it("gives up no target of a task that follows another at the same port", async () => {
    const fleet = await RegisteredFleet.open(1);
    await fleet.create({
      taskDefinition: "fixed",
      loadBalancers: [await fleet.targetGroup()],
      desiredCount: 1,
    });
    await fleet.settle();
    fleet.traffic.drains = false;
    await fleet.kill((await fleet.tasks())[0] ?? "");
    await fleet.settle();
    assert.deepEqual(fleet.registrations(), ["healthy"]);
    assert.deepEqual(
      fleet.traffic.targets().map(({ health }) => health.state),
      ["healthy"],
    );
    await fleet.plane.close();
  });

  it("leaves a task running whose agent comes back while it drains", async () => {
    const { fleet } = await open({ desiredCount: 1 }, 1);
    fleet.traffic.drains = false;
    await fleet.update({ desiredCount: 0 });
    await fleet.settle();
    for (const agent of fleet.agents.values()) agent.drop();
    await fleet.settle();
    const [agent] = fleet.agents.values();
    assert.equal(agent?.running().length, 1);
    assert.deepEqual(fleet.statuses(), { DEACTIVATING: 1 });
    fleet.traffic.drains = true;
    await fleet.settle();
    assert.equal(agent?.running().length, 0);
    await fleet.plane.close();
  });

  it("deregisters what a call that is under way may have registered", async () => {
    const { fleet } = await open({ desiredCount: 1 });
    const [row] = fleet.plane.state.table(registrationTable).all();
    if (row === undefined) throw new Error("the registration is missing");
    const failure = { what: "register targets in x", message: "no" };
    const left = (trying: boolean) =>
      fleet.plane.state
        .transact((state) => {
          state.table(registrationTable).put({ ...row, state: "wanted", failure, trying });
          leaveAll(state, row.taskArn, 0);
          const found = [...state.table(registrationTable).all()].map((one) => one.state);
          // Nothing of this is to happen.
          throw Object.assign(new Error("undone"), { found });
        })
        .catch((error: { found: readonly string[] }) => error.found);
    assert.deepEqual(await left(true), ["leaving"]);
    assert.deepEqual(await left(false), []);
    await fleet.plane.close();
  });

  it("acts for the service's account alone", async () => {
    const { fleet } = await open({ desiredCount: 1 });
    const accounts = new Set(
      fleet.plane.decisions
        .filter(({ principal }) => principal.includes("ecs-service-scheduler"))
        .map(({ accountId }) => accountId),
    );
    assert.deepEqual([...accounts], [ACCOUNT]);
    await fleet.plane.close();
  });
});
