import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Task } from "@aws-sdk/client-ecs";
import { createKeptStorage } from "../../agents/testing/kept-storage.ts";
import { taskTable } from "../../tasks/table.ts";
import { RegisteredFleet } from "./testing/registered-fleet.ts";
import { watchOrder } from "./testing/watch-order.ts";

/** The event log with the names of load balancers replaced. */
const eventsOf = async (fleet: RegisteredFleet): Promise<readonly string[]> =>
  (await fleet.events()).map((text) =>
    text.replaceAll(/arn:\S+?:targetgroup\/(\w+)\/\w+/g, "$1").replaceAll(/port \d{5}/g, "port P"),
  );

const open = async (input: object = {}) => {
  const fleet = await RegisteredFleet.open(2);
  const web = await fleet.targetGroup();
  await fleet.create({ loadBalancers: [web], ...input });
  await fleet.settle();
  return { fleet, web };
};

describe("a service behind a target group", () => {
  it("registers its tasks in its role, and completes once they are healthy there", async () => {
    const fleet = await RegisteredFleet.open(2);
    const web = await fleet.targetGroup();
    fleet.traffic.passes = false;
    await fleet.create({ loadBalancers: [web], healthCheckGracePeriodSeconds: 30 });
    await fleet.settle();
    assert.deepEqual(fleet.registrations(), ["registered", "registered", "registered"]);
    assert.equal((await fleet.describe()).deployments?.[0]?.rolloutState, "IN_PROGRESS");
    fleet.traffic.passes = true;
    await fleet.settle();
    const service = await fleet.describe();
    assert.equal(service.deployments?.[0]?.rolloutState, "COMPLETED");
    assert.deepEqual(service.loadBalancers, [web]);
    assert.equal(service.healthCheckGracePeriodSeconds, 30);
    assert.match(service.roleArn ?? "", /:role\/aws-service-role\/ecs.amazonaws.com\/AWSServiceRoleForECS$/);
    assert.deepEqual(
      new Set(fleet.calls()),
      new Set([
        "sts:AssumeRole allowed",
        "elasticloadbalancing:DescribeTargetGroups allowed",
        "elasticloadbalancing:RegisterTargets allowed",
        "elasticloadbalancing:DescribeTargetHealth allowed",
      ]),
    );
    const told = await eventsOf(fleet);
    assert.ok(told.every((text) => text.startsWith("(service web) ")));
    assert.match(told[1] ?? "", /^\(service web\) registered [123] targets in \(target-group web\)$/);
    assert.deepEqual(told.slice(-2), [
      "(service web) (deployment D) deployment completed.",
      "(service web) has reached a steady state.",
    ]);
    await fleet.plane.close();
  });

  it("rolls without a moment of fewer healthy targets, and stops no task that gets requests", async () => {
    const { fleet } = await open();
    const seen = watchOrder(fleet.plane.state);
    fleet.traffic.drains = false;
    await fleet.update({ taskDefinition: "web:2" });
    await fleet.settle();
    assert.deepEqual(fleet.statuses(), { RUNNING: 3, DEACTIVATING: 3 });
    const { runningCount, deployments } = await fleet.describe();
    assert.deepEqual([runningCount, deployments?.[0]?.rolloutState], [3, "IN_PROGRESS"]);
    fleet.plane.world.advance(60_000);
    await fleet.settle();
    assert.deepEqual(fleet.statuses(), { RUNNING: 3, DEACTIVATING: 3 });
    fleet.traffic.drains = true;
    await fleet.settle();
    assert.deepEqual(fleet.statuses(), { RUNNING: 3, STOPPED: 3 });
    seen.stop();
    assert.deepEqual([seen.fewestHealthy(), seen.cutOff()], [3, []]);
    assert.equal((await fleet.describe()).deployments?.[0]?.rolloutState, "COMPLETED");
    const told = (await eventsOf(fleet)).filter((text) => /drain|deregistered/.test(text));
    assert.match(told[0] ?? "", /^\(service web, taskSet D\) has begun draining connections on \d tasks\.$/);
    assert.match(told[1] ?? "", /^\(service web\) deregistered \d targets in \(target-group web\)$/);
    await fleet.plane.close();
  });

  it("scales out and in the same way", async () => {
    const { fleet } = await open();
    const seen = watchOrder(fleet.plane.state);
    await fleet.update({ desiredCount: 6 });
    await fleet.settle();
    assert.equal(fleet.traffic.targets().length, 6);
    await fleet.update({ desiredCount: 2 });
    await fleet.settle();
    seen.stop();
    assert.equal(fleet.traffic.targets().length, 2);
    assert.deepEqual([seen.fewestHealthy(), seen.cutOff()], [2, []]);
    await fleet.plane.close();
  });

  it("deregisters a task that ends by itself at once, and replaces it", async () => {
    const { fleet } = await open();
    fleet.traffic.drains = false;
    const [first = ""] = await fleet.tasks();
    await fleet.kill(first);
    assert.deepEqual(fleet.statuses(), { RUNNING: 3, STOPPED: 1 });
    const states = fleet.traffic.targets().map(({ health }) => health.state);
    assert.deepEqual(states.sort(), ["draining", "healthy", "healthy", "healthy"]);
    fleet.traffic.drains = true;
    await fleet.settle();
    assert.deepEqual(fleet.registrations(), ["healthy", "healthy", "healthy"]);
    await fleet.plane.close();
  });

  it("replaces a task that fails the target group's health check, and says so in AWS's words", async () => {
    const { fleet } = await open();
    const [sick] = fleet.traffic.targets();
    const health = {
      state: "unhealthy",
      description: "Health checks failed with these codes: [503]",
    } as const;
    await fleet.traffic.find(health, (row) => row === sick);
    await fleet.settle();
    assert.deepEqual(fleet.statuses(), { RUNNING: 3, STOPPED: 1 });
    const [stopped = ""] = await fleet.tasks("STOPPED");
    const { tasks } = await fleet.plane.call<{ tasks: Task[] }>("DescribeTasks", {
      cluster: "demo",
      tasks: [stopped],
    });
    assert.match(tasks[0]?.stoppedReason ?? "", /^Task failed ELB health checks in \(target-group arn:/);
    const told = await eventsOf(fleet);
    const at = told.findIndex((text) => text.includes("is unhealthy"));
    assert.match(
      told[at] ?? "",
      /^\(service web\) \(instance i-\d\) \(port P\) is unhealthy in \(target-group web\) due to \(reason Health checks failed with these codes: \[503\]\)$/,
    );
    assert.equal(told[at + 1], "(service web) has stopped 1 running tasks: (task T).");
    await fleet.plane.close();
  });

  it("holds nothing against a task in its grace period", async () => {
    const fleet = await RegisteredFleet.open(1);
    fleet.traffic.passes = false;
    const web = await fleet.targetGroup();
    await fleet.create({ loadBalancers: [web], desiredCount: 1, healthCheckGracePeriodSeconds: 60 });
    await fleet.settle();
    await fleet.traffic.find({ state: "unhealthy", description: "Health checks failed" });
    await fleet.settle();
    fleet.plane.world.advance(59_000);
    await fleet.settle();
    assert.deepEqual(fleet.statuses(), { RUNNING: 1 });
    fleet.plane.world.advance(1_000);
    fleet.traffic.passes = true;
    await fleet.settle();
    assert.deepEqual(fleet.statuses(), { RUNNING: 1, STOPPED: 1 });
    await fleet.plane.close();
  });

  it("goes back when the load balancer finds the tasks of a new deployment unhealthy", async () => {
    const { fleet } = await open({
      deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    });
    const seen = watchOrder(fleet.plane.state);
    const good = fleet.nextPort;
    fleet.traffic.passes = false;
    await fleet.update({ taskDefinition: "web:2" });
    for (let round = 0; round < 12; round++) {
      await fleet.settle();
      await fleet.traffic.find(
        { state: "unhealthy", description: "Health checks failed" },
        ({ port, health }) => port >= good && health.state !== "draining",
      );
    }
    fleet.traffic.passes = true;
    await fleet.settle();
    seen.stop();
    assert.deepEqual([seen.fewestHealthy(), seen.cutOff()], [3, []]);
    const { taskDefinition, deployments } = await fleet.describe();
    assert.match(taskDefinition ?? "", /web:1$/);
    assert.deepEqual(
      deployments?.map(({ rolloutState }) => rolloutState),
      ["COMPLETED"],
    );
    await fleet.plane.close();
  });

  it("has a target for each machine when it is a DAEMON service", async () => {
    const fleet = await RegisteredFleet.open(2);
    const web = await fleet.targetGroup();
    await fleet.create({ loadBalancers: [web], schedulingStrategy: "DAEMON", desiredCount: undefined });
    await fleet.settle();
    assert.deepEqual(
      fleet.traffic
        .targets()
        .map(({ id }) => id)
        .sort(),
      ["i-0", "i-1"],
    );
    await fleet.update({ forceNewDeployment: true });
    await fleet.settle();
    assert.deepEqual(fleet.statuses(), { RUNNING: 2, STOPPED: 2 });
    assert.equal((await fleet.describe()).deployments?.[0]?.rolloutState, "COMPLETED");
    await fleet.plane.close();
  });

  it("empties a container instance that drains, replacements first", async () => {
    const { fleet } = await open();
    const seen = watchOrder(fleet.plane.state);
    const [first = ""] = fleet.agents.keys();
    await fleet.plane.call("UpdateContainerInstancesState", {
      cluster: "demo",
      containerInstances: [first],
      status: "DRAINING",
    });
    await fleet.settle();
    seen.stop();
    assert.deepEqual(fleet.agents.get(first)?.running(), []);
    assert.deepEqual([seen.fewestHealthy(), seen.cutOff()], [3, []]);
    await fleet.plane.close();
  });

  it("lets a task leave that somebody stops", async () => {
    const { fleet } = await open();
    fleet.traffic.drains = false;
    const [task = ""] = await fleet.tasks();
    const answer = await fleet.plane.call<{ task: Task }>("StopTask", { cluster: "demo", task });
    assert.deepEqual([answer.task.lastStatus, answer.task.desiredStatus], ["DEACTIVATING", "STOPPED"]);
    await fleet.settle();
    assert.equal(fleet.plane.state.table(taskTable).get(task)?.lastStatus, "DEACTIVATING");
    fleet.traffic.drains = true;
    await fleet.settle();
    assert.equal(fleet.plane.state.table(taskTable).get(task)?.lastStatus, "STOPPED");
    await fleet.plane.close();
  });

  it("registers with several target groups, and leaves all of them", async () => {
    const fleet = await RegisteredFleet.open(1);
    const groups = [await fleet.targetGroup("one"), await fleet.targetGroup("two")];
    await fleet.create({ loadBalancers: groups, desiredCount: 2 });
    await fleet.settle();
    assert.equal(fleet.traffic.targets().length, 4);
    await fleet.update({ loadBalancers: groups.slice(0, 1) });
    await fleet.settle();
    const service = await fleet.describe();
    assert.deepEqual(service.loadBalancers, groups.slice(0, 1));
    assert.equal(service.deployments?.[0]?.rolloutState, "COMPLETED");
    assert.deepEqual(
      fleet.traffic.targets().map(({ targetGroupArn }) => targetGroupArn),
      [groups[0]?.targetGroupArn, groups[0]?.targetGroupArn],
    );
    await fleet.plane.close();
  });

  it("leaves nothing behind when it is deleted", async () => {
    const { fleet } = await open();
    await fleet.plane.call("DeleteService", { cluster: "demo", service: "web", force: true });
    await fleet.settle();
    assert.equal((await fleet.describe()).status, "INACTIVE");
    assert.deepEqual([fleet.traffic.targets(), fleet.registrations()], [[], []]);
    await fleet.plane.close();
  });

  it("goes on where it was when the control plane starts again", async () => {
    const storage = createKeptStorage();
    const fleet = await RegisteredFleet.open(2, { storage });
    const web = await fleet.targetGroup();
    await fleet.create({ loadBalancers: [web] });
    await fleet.plane.close();
    const again = await RegisteredFleet.reopen(fleet, { storage, seed: 2 });
    await again.settle();
    assert.deepEqual(again.registrations(), ["healthy", "healthy", "healthy"]);
    await again.update({ desiredCount: 1 });
    await again.plane.close();
    const last = await RegisteredFleet.reopen(again, { storage, seed: 3 });
    await last.settle();
    assert.deepEqual(last.registrations(), ["healthy"]);
    assert.equal(last.traffic.targets().length, 1);
    await last.plane.close();
  });
});

describe("a service behind a Classic Load Balancer", () => {
  it("registers the instances of its tasks, rolls and leaves", async () => {
    const fleet = await RegisteredFleet.open(3);
    const old = await fleet.classic();
    await fleet.create({ taskDefinition: "fixed", loadBalancers: [old], desiredCount: 2 });
    await fleet.settle();
    assert.equal((await fleet.describe()).deployments?.[0]?.rolloutState, "COMPLETED");
    assert.match(
      (await eventsOf(fleet))[1] ?? "",
      /^\(service web\) registered [12] instances in \(elb old\)$/,
    );
    await fleet.update({ forceNewDeployment: true });
    await fleet.settle();
    assert.equal((await fleet.describe()).deployments?.length, 1);
    assert.deepEqual(fleet.registrations(), ["healthy", "healthy"]);
    await fleet.update({ desiredCount: 0 });
    await fleet.settle();
    assert.deepEqual(fleet.registrations(), []);
    assert.ok((await eventsOf(fleet)).some((text) => /deregistered \d instances in \(elb old\)$/.test(text)));
    await fleet.plane.close();
  });
});
