import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { DescribeContainerInstancesCommand } from "@aws-sdk/client-ecs";
import type { Channel } from "./channel.ts";
import type { OfficialAgent } from "./official-agent.ts";
import { describeTask, joinedAgent, openScene, runTask, type Scene, web } from "./scene.ts";

// Section 12: every frame carries a signature of its own.

describe("on its TCS channel, the official agent", () => {
  let scene: Scene;
  let agent: OfficialAgent;
  let channel: Channel;
  before(async () => {
    scene = await openScene();
    agent = await joinedAgent(scene, "agent");
    await (await agent.openAcs()).next("TaskManifestMessage");
    channel = await agent.openTcs();
  });
  after(() => scene.close());

  const metadata = (more: Readonly<Record<string, unknown>>) => ({
    cluster: "demo",
    containerInstance: agent.saved,
    fin: true,
    messageId: randomUUID(),
    ...more,
  });

  const counter = { min: 0, max: 1, sum: 1, sampleCount: 2, overflowMin: 0, overflowMax: 0, overflowSum: 0 };

  it("hears a heartbeat at once", async () => {
    assert.equal((await channel.next("HeartbeatMessage")).message.healthy, true);
  });

  it("gets its metrics acknowledged, idle and busy", async () => {
    const idle = { metadata: metadata({ idle: true }), timestamp: 1795539971.03 };
    channel.send(agent.signedFrame("PublishMetricsRequest", idle));
    await channel.next("AckPublishMetric");
    const busy = {
      metadata: metadata({ idle: false }),
      timestamp: 1795539991.03,
      taskMetrics: [
        {
          taskArn: "arn:aws:ecs:us-west-2:123456789012:task/demo/11111111111111111111111111111111",
          taskDefinitionFamily: "web",
          taskDefinitionVersion: "1",
          containerMetrics: [
            {
              containerName: "app",
              cpuStatsSet: { min: 0.1, max: 12.5, sum: 20.25, sampleCount: 4 },
              memoryStatsSet: { min: 1, max: 2, sum: 6, sampleCount: 4 },
              networkStatsSet: { rxBytes: counter, txBytes: counter },
              storageStatsSet: { readSizeBytes: counter, writeSizeBytes: counter },
            },
          ],
        },
      ],
    };
    channel.send(agent.signedFrame("PublishMetricsRequest", busy));
    await channel.next("AckPublishMetric");
  });

  it("tells of the runtime's health, which the cluster then shows", async () => {
    const status = (word: string) =>
      agent.signedFrame("PublishInstanceStatusRequest", {
        metadata: { cluster: "demo", containerInstance: agent.saved, requestId: randomUUID() },
        statuses: [
          {
            type: "ContainerRuntime",
            status: word,
            lastUpdated: 1795539971.03,
            lastStatusChange: 1795539971.03,
          },
        ],
        timestamp: 1795539971.03,
      });
    for (const word of ["OK", "IMPAIRED"]) {
      channel.send(status(word));
      await channel.next("AckPublishInstanceStatus");
      const { containerInstances } = await scene.admin.ecs.send(
        new DescribeContainerInstancesCommand({
          cluster: "demo",
          containerInstances: [agent.saved ?? ""],
          include: ["CONTAINER_INSTANCE_HEALTH"],
        }),
      );
      assert.equal(containerInstances?.[0]?.healthStatus?.overallStatus, word);
    }
  });

  it("tells of containers' health, which their task then shows", async () => {
    const healthCheck = { command: ["CMD", "true"] };
    const containerDefinitions = [{ name: "app", image: "busybox", memory: 16, healthCheck }];
    const { taskArn } = await runTask(scene, { ...web, family: "checked", containerDefinitions });
    for (const healthStatus of ["HEALTHY", "UNHEALTHY"]) {
      const message = {
        metadata: metadata({}),
        tasks: [
          {
            taskArn,
            taskDefinitionFamily: "checked",
            taskDefinitionVersion: "1",
            containers: [{ containerName: "app", healthStatus, statusSince: 1795539971.03 }],
          },
        ],
        timestamp: 1795539971.03,
      };
      channel.send(agent.signedFrame("PublishHealthRequest", message));
      await channel.next("AckPublishHealth");
      const task = await describeTask(scene, taskArn);
      assert.equal(task.containers?.[0]?.healthStatus, healthStatus);
      assert.equal(task.healthStatus, healthStatus);
    }
  });

  it("may send frames of up to a megabyte", async () => {
    const message = { metadata: metadata({ idle: false }), filler: "x".repeat(1024 * 1024) };
    channel.send(agent.signedFrame("PublishMetricsRequest", message));
    await channel.next("AckPublishMetric");
  });

  for (const [what, spoil] of [
    ["changed on the way", (frame: string) => frame.replace('"fin":true', '"fin":null')],
    ["without a signature", (frame: string) => frame.slice(frame.indexOf("\r\n\r\n") + 4)],
    ["of yesterday", (frame: string) => frame.replace(/X-Amz-Date: \d{8}/, "X-Amz-Date: 20200101")],
  ] as const) {
    it(`loses the channel with 1008 for a frame ${what}`, async () => {
      const other = await agent.openTcs();
      const frame = agent.signedFrame("PublishMetricsRequest", { metadata: metadata({ idle: true }) });
      other.send(spoil(frame));
      assert.equal((await other.ended()).code, 1008);
    });
  }

  it("may not sign frames as somebody else", async () => {
    const other = await agent.openTcs();
    const frame = { metadata: metadata({ idle: true }) };
    other.send(agent.signedFrame("PublishMetricsRequest", frame, await scene.userKey("stranger")));
    assert.equal((await other.ended()).code, 1008);
  });
});
