import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { APP } from "../../agents/testing/test-plane.ts";
import { type TaskRow, taskTable } from "../../tasks/table.ts";
import { Fleet } from "./testing/fleet.ts";

const healthCheck = { command: ["CMD", "true"] };

/** A service of one task of these containers, which runs. */
const running = async (...containers: readonly object[]): Promise<Fleet> => {
  const fleet = await Fleet.open(1);
  await fleet.plane.define(containers, { family: "checked" });
  await fleet.create({ taskDefinition: "checked", desiredCount: 1 });
  await fleet.settle();
  return fleet;
};

const setHealth = async (fleet: Fleet, healthStatus: TaskRow["healthStatus"]): Promise<void> => {
  await fleet.plane.state.transact((state) => {
    const tasks = state.table(taskTable);
    for (const task of [...tasks.all()])
      if (task.lastStatus === "RUNNING") tasks.put({ ...task, healthStatus });
  });
  await fleet.settle();
};

const rolloutState = async (fleet: Fleet): Promise<string | undefined> =>
  (await fleet.describe()).deployments?.[0]?.rolloutState;

// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (minimumHealthyPercent)
describe("a service whose containers have health checks", () => {
  it("waits until its essential containers are healthy", async () => {
    const fleet = await running({ ...APP, healthCheck });
    assert.equal(await rolloutState(fleet), "IN_PROGRESS");
    await setHealth(fleet, "HEALTHY");
    assert.equal(await rolloutState(fleet), "COMPLETED");
    await fleet.plane.close();
  });

  it("replaces a task that is unhealthy, and says so", async () => {
    const fleet = await running({ ...APP, healthCheck });
    await setHealth(fleet, "HEALTHY");
    const [sick] = await fleet.tasks();
    await setHealth(fleet, "UNHEALTHY");
    await setHealth(fleet, "HEALTHY");
    const tasks = await fleet.tasks();
    assert.equal(tasks.length, 1);
    assert.notEqual(tasks[0], sick);
    assert.ok((await fleet.events()).includes("(service web) (task T) failed container health checks."));
    await fleet.plane.close();
  });

  it("does not wait for those that are not essential: they have no part in the health of a task", async () => {
    const sidecar = { ...APP, name: "sidecar", essential: false, healthCheck };
    const fleet = await running(APP, sidecar);
    assert.equal(await rolloutState(fleet), "COMPLETED");
    await fleet.plane.close();
  });
});
