import type { PayloadTask } from "./payload-task.ts";

/** What a task takes from its instance. */
export type TaskNeeds = {
  readonly cpu: number;
  readonly memory: number;
  /** Fixed host ports as `tcp:8080`. */
  readonly ports: ReadonlySet<string>;
};

const mebibyte = 1024 * 1024;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** CPU units, MiB and fixed host ports of a task, counted as Amazon's agent counts them. */
export const needsOf = (task: PayloadTask): TaskNeeds => {
  const ports = new Set<string>();
  for (const { portMappings, hostConfig } of task.containers) {
    const host = (hostConfig["NetworkMode"] ?? task.networkMode) === "host";
    for (const { containerPort, hostPort, protocol } of portMappings) {
      const port = host ? hostPort || containerPort : hostPort;
      if (port !== undefined && port !== 0) ports.add(`${protocol}:${port}`);
    }
  }
  const memoryOf = ({ hostConfig, memory }: PayloadTask["containers"][number]): number => {
    const reservation = hostConfig["MemoryReservation"];
    return typeof reservation === "number" && reservation > 0 ? Math.ceil(reservation / mebibyte) : memory;
  };
  return {
    cpu: task.cpu === undefined ? sum(task.containers.map(({ cpu }) => cpu)) : Math.round(task.cpu * 1024),
    memory: task.memory ?? sum(task.containers.map(memoryOf)),
    ports,
  };
};

/** Decides which tasks may start on this instance. */
export type Admission = {
  /** Calls `admitted` as soon as the task fits (at once if it does now). Throws if it never can. */
  readonly request: (id: string, needs: TaskNeeds, admitted: () => void) => void;
  /** Takes what the task needs without asking: it runs already. */
  readonly occupy: (id: string, needs: TaskNeeds) => void;
  /** Gives back what the task took, or stops its waiting. */
  readonly release: (id: string) => void;
};

/** A task needs more than the whole instance has. */
export class NeverFitsError extends Error {
  override readonly name = "ResourceInitializationError";
}

/**
 * Admits tasks in order of arrival. Unlike Amazon's agent it skips one that does not fit yet instead of holding
 * back all those behind it.
 */
export const createAdmission = (capacity: { readonly cpu: number; readonly memory: number }): Admission => {
  const running = new Map<string, TaskNeeds>();
  const waiting = new Map<string, { readonly needs: TaskNeeds; readonly admitted: () => void }>();
  let cpu = 0;
  let memory = 0;
  const ports = new Set<string>();

  const occupy = (id: string, needs: TaskNeeds) => {
    running.set(id, needs);
    cpu += needs.cpu;
    memory += needs.memory;
    for (const port of needs.ports) ports.add(port);
  };
  const fits = (needs: TaskNeeds): boolean =>
    cpu + needs.cpu <= capacity.cpu &&
    memory + needs.memory <= capacity.memory &&
    ports.isDisjointFrom(needs.ports);
  const admit = () => {
    for (const [id, { needs, admitted }] of waiting)
      if (fits(needs)) {
        waiting.delete(id);
        occupy(id, needs);
        admitted();
      }
  };

  return {
    occupy,
    request: (id, needs, admitted) => {
      if (needs.cpu > capacity.cpu || needs.memory > capacity.memory)
        throw new NeverFitsError(
          `the task needs ${needs.cpu} CPU units and ${needs.memory} MiB of memory; the container instance has ${capacity.cpu} and ${capacity.memory}`,
        );
      waiting.set(id, { needs, admitted });
      admit();
    },
    release: (id) => {
      waiting.delete(id);
      const needs = running.get(id);
      if (needs === undefined) return;
      running.delete(id);
      cpu -= needs.cpu;
      memory -= needs.memory;
      for (const port of needs.ports) ports.delete(port);
      admit();
    },
  };
};
