import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Fleet } from "./testing/fleet.ts";

describe("the event log of a service that is steady", () => {
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html (SERVICE_STEADY_STATE)
  it("tells so every six hours", async () => {
    const fleet = await Fleet.open(1);
    await fleet.create();
    await fleet.settle();
    const told = async (): Promise<number> =>
      (await fleet.events()).filter((text) => text === "(service web) has reached a steady state.").length;
    const after: number[] = [];
    for (const hours of [5, 1, 5, 1]) {
      fleet.plane.world.advance(hours * 60 * 60 * 1000);
      await fleet.settle();
      after.push(await told());
    }
    assert.deepEqual(after, [1, 2, 2, 3]);
    await fleet.plane.close();
  });
});
