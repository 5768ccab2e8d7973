import type { Agent } from "./agent.ts";
import { frame } from "./agent-channels.ts";
import { CLUSTER } from "./prepared.ts";
import type { Random } from "./random.ts";

const UNKNOWN = "arn:aws:ecs:us-west-2:123456789012:task/demo/00000000000000000000000000000000";

/** What no agent reports of a task: nothing at all, and the control plane's own steps. */
const IMPOSSIBLE = ["EXPLODED", "DEACTIVATING", "STOPPING", "DEPROVISIONING"] as const;

/** An agent reports what cannot be: the control plane must neither believe it nor stumble over it. */
export const tellNonsense = (agent: Agent, agents: readonly Agent[], random: Random): void => {
  if (!agent.up) return;
  const own = [...agent.memory.tasks.values()];
  const foreign = agents.filter((one) => one !== agent).flatMap((one) => [...one.memory.tasks.keys()]);
  const submit = (input: object, nonsense = true): void => {
    const { network, callerOf, timeline } = agent.parts;
    const call = {
      from: `${agent.name} in its madness`,
      operation: "SubmitTaskStateChange",
      caller: callerOf(agent.machine.ec2Id),
      input: { cluster: CLUSTER, ...input },
      nonsense,
    };
    timeline.note(() => `${call.from}: ${JSON.stringify(input)}`);
    void network.attempt(call);
  };
  switch (random.between(0, 6)) {
    case 0:
      submit({ task: UNKNOWN, status: "STOPPED", containers: [{ containerName: "app", status: "STOPPED" }] });
      return;
    case 1:
      if (foreign.length > 0) submit({ task: random.pick(foreign), status: "STOPPED" });
      return;
    case 2: {
      // Backwards: of a task that runs or has ended.
      const past = own.filter(({ stage, reports }) => stage !== "accepted" && reports.length === 0);
      if (past.length === 0) return;
      const { arn, stage } = random.pick(past);
      const reported = stage === "running" ? "PENDING" : random.pick(["PENDING", "RUNNING"]);
      // One that ended before it was told to run may have run.
      submit({ task: arn, status: reported }, false);
      return;
    }
    case 3: {
      const running = own.filter(({ stage, reports }) => stage === "running" && reports.length === 0);
      if (running.length === 0) return;
      const { arn } = random.pick(running);
      submit({ task: arn, containers: [{ containerName: "nobody", status: "STOPPED", exitCode: 1 }] });
      submit({ task: arn, status: IMPOSSIBLE[Number.parseInt(arn.slice(-1), 16) % IMPOSSIBLE.length] });
      return;
    }
    case 4:
      for (const text of ["{", "[]", '{"type":1}', '{"type":"AckRequest","message":{"messageId":"none"}}']) {
        agent.channels.acs?.send(text, "garbage");
      }
      return;
    case 5:
      agent.channels.acs?.send(
        JSON.stringify({
          type: "TaskStopVerificationMessage",
          message: {
            messageId: random.chance(0.5) ? "none" : agent.channels.manifest,
            stopCandidates: own.map(({ arn }) => ({ taskArn: arn })),
          },
        }),
        "a wrong verification",
      );
      return;
    default: {
      const tasks = [...foreign, UNKNOWN].map((taskArn) => ({
        taskArn,
        containers: [{ containerName: "app", healthStatus: "UNHEALTHY" }],
      }));
      agent.channels.tcs?.send(frame("PublishHealthRequest", { tasks }), "foreign health");
    }
  }
};
