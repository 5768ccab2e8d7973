import { createTaskEndpoint } from "../../../agent/index.ts";
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

const begin = async (setup: HostSetup): Promise<(request: HostRequest) => void> => {
  const taskEndpoint = createTaskEndpoint({
    port: setup.taskEndpointPort,
    world: realWorld,
    logger: (text) => send({ type: "log", text }),
  });
  await taskEndpoint.ready;
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
