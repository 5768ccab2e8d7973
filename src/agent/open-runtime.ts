import { join } from "node:path";
import type { ContainerRuntime } from "./container-runtime.ts";
import { createDockerRuntime } from "./docker/runtime.ts";
import { openFileStore } from "./persistence/file-store.ts";
import { memoryStore, type Store } from "./persistence/store.ts";
import type { AgentSettings } from "./settings.ts";
import { createSimulatedRuntime } from "./simulated/runtime.ts";

const defaultSimulatedCapacity = { cpu: 4096, memory: 16_384 };

/** A store in the agent's data directory, or in memory if it has none. */
export const openStore = (settings: AgentSettings, name: string): Promise<Store> =>
  settings.dataDirectory === undefined
    ? Promise.resolve(memoryStore())
    : openFileStore(join(settings.dataDirectory, name));

/** The runtime that the settings ask for. */
export const openRuntime = async (settings: AgentSettings): Promise<ContainerRuntime> =>
  settings.containers === "docker"
    ? createDockerRuntime(settings.dockerHost, settings.world)
    : createSimulatedRuntime({
        world: settings.world,
        store: await openStore(settings, "simulated-containers.jsonl"),
        capacity: settings.simulatedCapacity ?? defaultSimulatedCapacity,
      });
