import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { taskTable } from "../../tasks/table.ts";
import { Fleet } from "./testing/fleet.ts";

/** How many tasks of the service run in each zone. */
const zonesOf = (fleet: Fleet): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { availabilityZone = "", lastStatus } of fleet.plane.state.table(taskTable).all()) {
    if (lastStatus === "RUNNING") counts[availabilityZone] = (counts[availabilityZone] ?? 0) + 1;
  }
  return counts;
};

const opened = async (): Promise<Fleet> => {
  const fleet = await Fleet.open(0);
  await fleet.addInstance("us-west-2a");
  return fleet;
};

const ALL_IN_A = [
  "(service web) has started 4 tasks: (task T) (task T) (task T) (task T).",
  "(service web) (deployment D) deployment completed.",
  "(service web) has reached a steady state.",
];

describe("a service whose tasks are balanced over availability zones", () => {
  it("moves into a zone that opens, and never has fewer tasks than it must", async () => {
    const fleet = await opened();
    const { service } = await fleet.create({ desiredCount: 4 });
    assert.equal(service.availabilityZoneRebalancing, "ENABLED");
    await fleet.settle();
    let fewest = Number.POSITIVE_INFINITY;
    let most = 0;
    const stop = fleet.plane.state.subscribe(taskTable, () => {
      const rows = [...fleet.plane.state.table(taskTable).all()];
      const live = rows.filter(({ lastStatus }) => lastStatus !== "STOPPED");
      const running = live.filter((row) => row.lastStatus === "RUNNING" && row.desiredStatus === "RUNNING");
      fewest = Math.min(fewest, running.length);
      most = Math.max(most, live.length);
    });
    await fleet.addInstance("us-west-2b");
    await fleet.settle();
    stop();
    assert.deepEqual(zonesOf(fleet), { "us-west-2a": 2, "us-west-2b": 2 });
    assert.deepEqual([fewest, most], [4, 6]);
    const [told, started, ...rest] = (await fleet.events()).slice(ALL_IN_A.length);
    assert.deepEqual(
      [told, started],
      [
        "(service web) is not AZ balanced with 4 tasks in us-west-2a and 0 tasks in us-west-2b. AZ Rebalancing in progress.",
        "(service web) has started 2 tasks in us-west-2b to AZ Rebalance: (task T) (task T).",
      ],
    );
    const stopped = rest.filter((text) => text.includes("due to AZ rebalancing"));
    assert.ok(stopped.length > 0);
    for (const text of stopped) {
      assert.match(
        text,
        /^\(service web\) has stopped [12] running tasks in us-west-2a due to AZ rebalancing: (\(task T\) ?)+\.$/,
      );
    }
    assert.deepEqual(rest.filter((text) => !stopped.includes(text)).sort(), [
      "(service web) has reached a steady state.",
      "(service web) is AZ balanced with 2 tasks in us-west-2a and 2 tasks in us-west-2b.",
    ]);
    await fleet.plane.close();
  });

  it("stays where it is when it asks for that, and until a zone has room", async () => {
    const fleet = await opened();
    await fleet.create({ desiredCount: 4, availabilityZoneRebalancing: "DISABLED" });
    await fleet.settle();
    await fleet.addInstance("us-west-2b");
    await fleet.settle();
    assert.deepEqual(zonesOf(fleet), { "us-west-2a": 4 });
    const { service } = await fleet.update({ availabilityZoneRebalancing: "ENABLED" });
    assert.equal(service.deployments?.length, 1);
    await fleet.settle();
    assert.deepEqual(zonesOf(fleet), { "us-west-2a": 2, "us-west-2b": 2 });
    await fleet.plane.close();
  });

  it("moves into a zone whatever its agent calls it", async () => {
    const fleet = await opened();
    await fleet.create({ desiredCount: 4 });
    await fleet.settle();
    const odd = `b" or attribute:ecs.availability-zone == "us-west-2a`;
    for (const value of [odd, ""]) {
      await fleet.addInstance(undefined, { attributes: [{ name: "ecs.availability-zone", value }] });
    }
    await fleet.settle();
    assert.deepEqual(zonesOf(fleet), { "us-west-2a": 2, [odd]: 2 });
    await fleet.plane.close();
  });

  it("tells that a zone has no place for it, waits, and tries again", async () => {
    const fleet = await opened();
    await fleet.create({ desiredCount: 4 });
    await fleet.settle();
    const nothing = [
      { name: "CPU", type: "INTEGER", integerValue: 2048 },
      { name: "MEMORY", type: "INTEGER", integerValue: 32 },
    ];
    await fleet.addInstance("us-west-2b", { totalResources: nothing });
    await fleet.settle();
    assert.deepEqual(zonesOf(fleet), { "us-west-2a": 4 });
    assert.deepEqual((await fleet.events()).slice(ALL_IN_A.length), [
      "(service web) is not AZ balanced with 4 tasks in us-west-2a and 0 tasks in us-west-2b. AZ Rebalancing in progress.",
      "(service web) is unable to place a task in us-west-2b because no container instance met all of its requirements.",
    ]);
    await fleet.addInstance("us-west-2b");
    fleet.plane.world.advance(30_000);
    await fleet.settle();
    assert.deepEqual(zonesOf(fleet), { "us-west-2a": 2, "us-west-2b": 2 });
    await fleet.plane.close();
  });
});
