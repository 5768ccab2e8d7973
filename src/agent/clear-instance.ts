import { join } from "node:path";
import type { World } from "../world.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import { createDockerRuntime } from "./docker/runtime.ts";
import { openFileStore } from "./persistence/file-store.ts";
import type { Store } from "./persistence/store.ts";
import { createSimulatedRuntime } from "./simulated/runtime.ts";
import { label } from "./tasks/labels.ts";
import type { TaskRecord } from "./tasks/task-record.ts";
import { removeVolumes } from "./tasks/volumes.ts";

/** Seconds from SIGTERM to SIGKILL when a machine shuts down: those of the Docker daemon's own shutdown. */
const SHUTDOWN_TIMEOUT = 10;

/**
 * Does to the containers of an agent that does not run what its machine's end would do: stops them and, with
 * `remove`, removes them and their tasks' volumes. The agent's state in `dataDirectory` is left as it is, so that
 * a later agent finds out what happened.
 */
export const clearInstance = async (settings: {
  readonly containers: "docker" | "simulated";
  readonly dataDirectory: string;
  readonly dockerHost: string;
  readonly world: World;
  readonly remove: boolean;
}): Promise<void> => {
  const { dataDirectory, world } = settings;
  const store = await openFileStore(join(dataDirectory, "agent.jsonl"));
  const runtime: ContainerRuntime =
    settings.containers === "docker"
      ? createDockerRuntime(settings.dockerHost, world)
      : createSimulatedRuntime({
          world,
          store: await openFileStore(join(dataDirectory, "simulated-containers.jsonl")),
          capacity: { cpu: 0, memory: 0 },
        });
  try {
    await clear(runtime, store, settings.remove);
  } finally {
    await store.close();
    await runtime.close();
  }
};

const clear = async (runtime: ContainerRuntime, store: Store, remove: boolean): Promise<void> => {
  const registration = store.entries.get("registration") as
    | { readonly containerInstanceArn: string }
    | undefined;
  // An agent that never registered was never given a task.
  if (registration === undefined) return;
  const found = await runtime.list(label.containerInstance, registration.containerInstanceArn);
  const alive = found.filter(({ state }) => state === "running");
  await Promise.all(alive.map(({ id }) => runtime.stop(id, SHUTDOWN_TIMEOUT)));
  if (!remove) return;
  await Promise.all(found.map(({ id }) => runtime.remove(id)));
  for (const [key, task] of store.entries) {
    if (key.startsWith("task/")) await removeVolumes(task as TaskRecord, runtime);
  }
};
