import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ServiceDeployment, Task } from "@aws-sdk/client-ecs";
import { createKeptStorage } from "../../agents/testing/kept-storage.ts";
import { containerInstanceTable } from "../../container-instances/table.ts";
import { deploymentTable } from "../../services/deployment-table.ts";
import { taskTable } from "../../tasks/table.ts";
import { remainingOf } from "../resources.ts";
import { Fleet } from "./testing/fleet.ts";

const counts = async (fleet: Fleet) => {
  const { desiredCount, runningCount, pendingCount, deployments = [] } = await fleet.describe();
  return [desiredCount, runningCount, pendingCount, deployments.length];
};

const describeTasks = async (fleet: Fleet, tasks: readonly string[]): Promise<readonly Task[]> =>
  (await fleet.plane.call<{ tasks: Task[] }>("DescribeTasks", { cluster: "demo", tasks })).tasks;

const BREAKER = { deploymentCircuitBreaker: { enable: true, rollback: true } };

describe("a service", () => {
  it("comes to its desired count, stays there and tells of it", async () => {
    const fleet = await Fleet.open(2);
    await fleet.create();
    await fleet.settle();
    assert.deepEqual(await counts(fleet), [3, 3, 0, 1]);
    assert.deepEqual(await fleet.events(), [
      "(service web) has started 3 tasks: (task T) (task T) (task T).",
      "(service web) (deployment D) deployment completed.",
      "(service web) has reached a steady state.",
    ]);
    const [first = ""] = await fleet.tasks();
    const [task] = await describeTasks(fleet, [first]);
    assert.equal(task?.group, "service:web");
    assert.match(task?.startedBy ?? "", /^ecs-svc\/\d{19}$/);
    await fleet.kill(first);
    assert.deepEqual(await counts(fleet), [3, 3, 0, 1]);
    assert.deepEqual((await fleet.events()).slice(3), [
      "(service web) has started 1 tasks: (task T).",
      "(service web) has reached a steady state.",
    ]);
    await fleet.plane.close();
  });

  it("rolls to another revision and never has fewer healthy tasks than it must", async () => {
    const fleet = await Fleet.open(2);
    await fleet.create();
    await fleet.settle();
    let fewest = Number.POSITIVE_INFINITY;
    const stop = fleet.plane.state.subscribe(taskTable, () => {
      const rows = [...fleet.plane.state.table(taskTable).all()];
      const running = rows.filter((row) => row.lastStatus === "RUNNING" && row.desiredStatus === "RUNNING");
      fewest = Math.min(fewest, running.length);
    });
    const { service } = await fleet.update({ taskDefinition: "web:2" });
    assert.deepEqual(
      service.deployments?.map(({ status, rolloutState }) => [status, rolloutState]),
      [
        ["PRIMARY", "IN_PROGRESS"],
        ["ACTIVE", "COMPLETED"],
      ],
    );
    await fleet.settle();
    stop();
    assert.equal(fewest, 3);
    assert.deepEqual(await counts(fleet), [3, 3, 0, 1]);
    const tasks = await describeTasks(fleet, await fleet.tasks());
    assert.ok(tasks.every(({ taskDefinitionArn }) => taskDefinitionArn?.endsWith(":2")));
    const [old] = await describeTasks(fleet, (await fleet.tasks("STOPPED")).slice(0, 1));
    assert.equal(old?.stopCode, "ServiceSchedulerInitiated");
    assert.match(old?.stoppedReason ?? "", /^Scaling activity initiated by \(deployment ecs-svc\/\d+\)$/);
    await fleet.plane.close();
  });

  it("goes back to the last good deployment when tasks of a new one do not start", async () => {
    const fleet = await Fleet.open(2);
    await fleet.create({ deploymentConfiguration: BREAKER });
    await fleet.settle();
    const good = (await fleet.describe()).deployments?.[0]?.id;
    await fleet.update({ taskDefinition: "broken" });
    const rollouts = new Map<string, string | undefined>();
    const unsubscribe = fleet.plane.state.subscribe(deploymentTable, ({ after }) => {
      if (after?.rolloutState !== "COMPLETED") {
        rollouts.set(`${after?.status} ${after?.rolloutState}`, after?.rolloutStateReason);
      }
    });
    await fleet.settle();
    unsubscribe();
    assert.equal(rollouts.get("ACTIVE FAILED"), "ECS deployment circuit breaker: tasks failed to start.");
    assert.equal(
      rollouts.get("PRIMARY IN_PROGRESS"),
      `ECS deployment circuit breaker: rolling back to deploymentId ${good}.`,
    );
    const service = await fleet.describe();
    assert.deepEqual(await counts(fleet), [3, 3, 0, 1]);
    assert.deepEqual(
      [service.deployments?.[0]?.id, service.deployments?.[0]?.rolloutState],
      [good, "COMPLETED"],
    );
    assert.match(service.taskDefinition ?? "", /web:1$/);
    const told = (await fleet.events()).slice(3).filter((text) => !/has started|stopped/.test(text));
    assert.deepEqual(told, [
      "(service web) (deployment D) deployment failed: tasks failed to start.",
      "(service web) rolling back to deployment D.",
      "(service web) (deployment D) deployment completed.",
      "(service web) has reached a steady state.",
    ]);
    const { serviceDeployments } = await fleet.plane.call<{ serviceDeployments: ServiceDeployment[] }>(
      "ListServiceDeployments",
      { cluster: "demo", service: "web" },
    );
    assert.deepEqual(serviceDeployments.map(({ status }) => status).sort(), [
      "ROLLBACK_SUCCESSFUL",
      "SUCCESSFUL",
    ]);
    await fleet.plane.close();
  });

  it("has nothing to go back to when its first deployment fails", async () => {
    const fleet = await Fleet.open(1);
    await fleet.create({ taskDefinition: "broken", deploymentConfiguration: BREAKER });
    await fleet.settle();
    const deployment = (await fleet.describe()).deployments?.[0];
    assert.deepEqual(
      [deployment?.rolloutState, deployment?.rolloutStateReason],
      ["FAILED", "ECS deployment circuit breaker: tasks failed to start."],
    );
    const { serviceDeployments } = await fleet.plane.call<{ serviceDeployments: ServiceDeployment[] }>(
      "ListServiceDeployments",
      { cluster: "demo", service: "web" },
    );
    assert.deepEqual(
      serviceDeployments.map(({ status, statusReason }) => [status, statusReason]),
      [["ROLLBACK_FAILED", "No rollback candidate was found to run the rollback."]],
    );
    await fleet.plane.close();
  });

  it("slows down when tasks keep failing to start", async () => {
    const fleet = await Fleet.open(1);
    await fleet.create({ taskDefinition: "broken", desiredCount: 1 });
    await fleet.settle();
    const events = await fleet.events();
    assert.equal(events.filter((text) => text.includes("has started 1 tasks")).length, 3);
    assert.equal(events.at(-1), "(service web) is unable to consistently start tasks successfully.");
    fleet.plane.world.advance(10_000);
    await fleet.settle();
    assert.equal((await fleet.events()).filter((text) => text.includes("has started")).length, 4);
    await fleet.plane.close();
  });

  it("is DRAINING, then INACTIVE, and gives everything back", async () => {
    const fleet = await Fleet.open(2);
    await fleet.create();
    await fleet.settle();
    await assert.rejects(fleet.plane.call("DeleteCluster", { cluster: "demo" }), /active or draining/);
    await assert.rejects(
      fleet.plane.call("DeleteService", { cluster: "demo", service: "web" }),
      /The service cannot be stopped while it is scaled above 0\./,
    );
    const deleted = await fleet.plane.call<{ service: { status: string } }>("DeleteService", {
      cluster: "demo",
      service: "web",
      force: true,
    });
    assert.equal(deleted.service.status, "DRAINING");
    await assert.rejects(fleet.create(), /Unable to Start a service that is still Draining\./);
    await assert.rejects(fleet.update({ desiredCount: 1 }), /Service was not ACTIVE\./);
    await fleet.settle();
    assert.deepEqual([(await fleet.describe()).status, await counts(fleet)], ["INACTIVE", [0, 0, 0, 0]]);
    for (const row of fleet.plane.state.table(containerInstanceTable).all()) {
      assert.deepEqual(row.remainingResources, remainingOf(row.registeredResources, []));
    }
    await fleet.create({ desiredCount: 1 });
    await fleet.settle();
    assert.equal((await fleet.events()).length, 3);
    await fleet.plane.close();
  });

  it("leaves no service deployment under way when it is deleted, and wants no daemon any more", async () => {
    const fleet = await Fleet.open(2);
    await fleet.create({ desiredCount: undefined, schedulingStrategy: "DAEMON" });
    await fleet.plane.call("DeleteService", { cluster: "demo", service: "web" });
    await fleet.settle();
    assert.deepEqual([(await fleet.describe()).status, await counts(fleet)], ["INACTIVE", [0, 0, 0, 0]]);
    const { serviceDeployments } = await fleet.plane.call<{ serviceDeployments: ServiceDeployment[] }>(
      "ListServiceDeployments",
      { cluster: "demo", service: "web" },
    );
    assert.deepEqual(
      serviceDeployments.map(({ status }) => status),
      ["STOPPED"],
    );
    await fleet.plane.close();
  });

  it("goes on where it was when the control plane starts again", async () => {
    const storage = createKeptStorage();
    const fleet = await Fleet.open(2, { storage });
    await fleet.create();
    await fleet.plane.close();
    const again = await Fleet.open(2, { storage, seed: 2 });
    await again.settle();
    assert.equal((await again.describe()).desiredCount, 3);
    assert.equal((await again.tasks()).length, 3);
    await again.plane.close();
  });

  it("replaces the tasks of an instance that drains before it stops them", async () => {
    const fleet = await Fleet.open(2);
    await fleet.create();
    await fleet.settle();
    const [first = ""] = fleet.agents.keys();
    await fleet.plane.call("UpdateContainerInstancesState", {
      cluster: "demo",
      containerInstances: [first],
      status: "DRAINING",
    });
    await fleet.settle();
    assert.deepEqual(await counts(fleet), [3, 3, 0, 1]);
    assert.deepEqual(fleet.agents.get(first)?.running(), []);
    await fleet.plane.close();
  });

  it("leaves protected tasks alone until the protection ends", async () => {
    const fleet = await Fleet.open(2);
    await fleet.create();
    await fleet.settle();
    const tasks = await fleet.tasks();
    await fleet.plane.call("UpdateTaskProtection", {
      cluster: "demo",
      tasks: tasks.slice(0, 2),
      protectionEnabled: true,
      expiresInMinutes: 10,
    });
    await fleet.update({ desiredCount: 0 });
    await fleet.settle();
    assert.deepEqual([...(await fleet.tasks())].sort(), tasks.slice(0, 2).sort());
    assert.equal(
      (await fleet.events()).at(-1),
      "(service web, taskSet D) was unable to scale in due to (reason 2 tasks under protection)",
    );
    await fleet.update({ forceNewDeployment: true });
    await fleet.settle();
    assert.equal(
      (await fleet.events()).at(-1),
      "(service web) was unable to reach steady state because (taskSet D) was unable to scale in due to (reason 2 tasks under protection)",
    );
    fleet.plane.world.advance(10 * 60_000);
    await fleet.settle();
    assert.deepEqual(await fleet.tasks(), []);
    await fleet.plane.close();
  });

  it("has one task on each instance when it is a DAEMON, and on those that come later", async () => {
    const fleet = await Fleet.open(2);
    await fleet.create({ desiredCount: undefined, schedulingStrategy: "DAEMON" });
    await fleet.settle();
    assert.deepEqual(await counts(fleet), [2, 2, 0, 1]);
    await fleet.addInstance();
    await fleet.settle();
    assert.deepEqual(await counts(fleet), [3, 3, 0, 1]);
    assert.deepEqual(
      [...fleet.agents.values()].map((agent) => agent.running().length),
      [1, 1, 1],
    );
    await fleet.update({ taskDefinition: "web:2" });
    await fleet.settle();
    assert.deepEqual(await counts(fleet), [3, 3, 0, 1]);
    await fleet.plane.close();
  });

  it("says why a task finds no place, once, and goes on when there is one", async () => {
    const fleet = await Fleet.open(0);
    await fleet.create({ desiredCount: 1 });
    await fleet.settle();
    fleet.plane.world.advance(60_000);
    await fleet.settle();
    assert.deepEqual(await fleet.events(), [
      "(service web) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
    ]);
    await fleet.addInstance();
    await fleet.settle();
    assert.deepEqual(await counts(fleet), [1, 1, 0, 1]);
    await fleet.plane.close();
  });
});
