import { setTimeout } from "node:timers/promises";
import { createTaskEndpoint, type TaskEndpoint } from "../../../agent/index.ts";
import { realWorld } from "../../../world.ts";
import { createHost } from "./host.ts";
import type { HostMessage, HostRequest, HostSetup } from "./messages.ts";

/**
 * The process of all built-in agents of this machine: started by the control plane, spoken to over IPC. It ends
 * by itself when the control plane is gone, and leaves the containers running.
 */
const send = (message: HostMessage): void => {
  if (process.connected) process.send?.(message);
};

/** A process that takes over from another one finds the port still taken for a moment. */
const PATIENCE = { attempts: 10, pause: 300 };

const openTaskEndpoint = async (port: number): Promise<TaskEndpoint> => {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === PATIENCE.attempts;
    const endpoint = createTaskEndpoint({
      port,
      world: realWorld,
      logger: (text) => {
        if (last) send({ type: "log", text });
      },
    });
    await endpoint.ready;
    if (last || endpoint.port() !== undefined) return endpoint;
    await endpoint.close();
    await setTimeout(PATIENCE.pause);
  }
};

const begin = async (setup: HostSetup): Promise<(request: HostRequest) => void> => {
  const taskEndpoint = await openTaskEndpoint(setup.taskEndpointPort);
  const host = createHost({ setup, taskEndpoint, world: realWorld, send });
  process.once("disconnect", () => {
    // A second of grace for what is being written; the agents are built to be killed at any moment.
    realWorld.after(1_000, () => process.exit(0));
    host.abandon().finally(() => process.exit(0));
  });
  send({ type: "ready", taskEndpointPort: taskEndpoint.port() });
  return host.handle;
};

// An agent's bug must not take the other agents down with it, and must be seen.
process.on("unhandledRejection", (reason) => {
  send({
    type: "log",
    text: `unhandled rejection: ${reason instanceof Error ? reason.message : String(reason)}`,
  });
});
// A terminal's Ctrl-C reaches the whole process group: the control plane decides when this process ends.
process.on("SIGINT", () => {});

process.once("message", (setup: HostSetup) => {
  const early: HostRequest[] = [];
  const collect = (request: HostRequest): void => void early.push(request);
  process.on("message", collect);
  begin(setup).then((handle) => {
    process.off("message", collect);
    process.on("message", handle);
    early.forEach(handle);
  });
});
