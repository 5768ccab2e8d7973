import assert from "node:assert/strict";
import { it, mock } from "node:test";
import { HEARTBEAT_INTERVAL } from "../../src/services/ecs/agents/heartbeat.ts";
import { joinedAgent, openScene } from "./scene.ts";

// Sections 4 and 13: the clock is held, so that half a minute takes no time.

it("heartbeats come every 20 to 60 seconds; two without an answer cost the channel", async () => {
  assert.ok(HEARTBEAT_INTERVAL >= 20_000 && HEARTBEAT_INTERVAL <= 60_000);
  const scene = await openScene();
  const agent = await joinedAgent(scene, "agent");
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const channel = await agent.openAcs();
    for (let beat = 0; beat < 4; beat += 1) {
      const { messageId } = (await channel.next("HeartbeatMessage")).message;
      channel.send(JSON.stringify({ type: "HeartbeatAckRequest", message: { messageId } }));
      if (beat === 0) await channel.next("TaskManifestMessage");
      // What is answered is read in order, so the acknowledgement is read before the clock moves on.
      await agent.call("DiscoverPollEndpoint", { cluster: "demo", zoneId: "" });
      mock.timers.tick(HEARTBEAT_INTERVAL);
    }
    await channel.next("HeartbeatMessage");
    mock.timers.tick(HEARTBEAT_INTERVAL);
    await channel.next("HeartbeatMessage");
    mock.timers.tick(HEARTBEAT_INTERVAL);
    assert.equal((await channel.ended()).code, 1006, "section 4: after a cut it comes back at once");
  } finally {
    mock.timers.reset();
    await scene.close();
  }
});
