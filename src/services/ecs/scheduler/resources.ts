import type { Resource } from "@aws-sdk/client-ecs";
import type { TaskReservation } from "../tasks/table.ts";

/** What a container instance has left. */
export type FreeResources = {
  readonly cpu: number;
  readonly memory: number;
  /** The ports that are taken, by the host itself or by tasks. */
  readonly takenTcpPorts: ReadonlySet<number>;
  readonly takenUdpPorts: ReadonlySet<number>;
  readonly gpuIds: readonly string[];
};

const amount = (resources: readonly Resource[], name: string): number =>
  resources.find((resource) => resource.name === name)?.integerValue ?? 0;

const names = (resources: readonly Resource[], name: string): readonly string[] =>
  resources.find((resource) => resource.name === name)?.stringSetValue ?? [];

/** Reads the API's list of remaining resources, where `PORTS` and `PORTS_UDP` name the ports in use. */
export const freeResources = (remaining: readonly Resource[]): FreeResources => ({
  cpu: amount(remaining, "CPU"),
  memory: amount(remaining, "MEMORY"),
  takenTcpPorts: new Set(names(remaining, "PORTS").map(Number)),
  takenUdpPorts: new Set(names(remaining, "PORTS_UDP").map(Number)),
  gpuIds: names(remaining, "GPU"),
});

/** The list of remaining resources once a task has taken its reservation. */
export const reserve = (remaining: readonly Resource[], taken: TaskReservation): readonly Resource[] =>
  remaining.map((resource) => {
    switch (resource.name) {
      case "CPU":
        return { ...resource, integerValue: (resource.integerValue ?? 0) - taken.cpu };
      case "MEMORY":
        return { ...resource, integerValue: (resource.integerValue ?? 0) - taken.memory };
      case "PORTS":
        return withNames(resource, taken.tcpPorts.map(String));
      case "PORTS_UDP":
        return withNames(resource, taken.udpPorts.map(String));
      case "GPU":
        return withoutNames(resource, taken.gpuIds);
      default:
        return resource;
    }
  });

/** The list of remaining resources once a task has given its reservation back. */
export const release = (remaining: readonly Resource[], given: TaskReservation): readonly Resource[] =>
  remaining.map((resource) => {
    switch (resource.name) {
      case "CPU":
        return { ...resource, integerValue: (resource.integerValue ?? 0) + given.cpu };
      case "MEMORY":
        return { ...resource, integerValue: (resource.integerValue ?? 0) + given.memory };
      case "PORTS":
        return withoutNames(resource, given.tcpPorts.map(String));
      case "PORTS_UDP":
        return withoutNames(resource, given.udpPorts.map(String));
      case "GPU":
        return withNames(resource, given.gpuIds);
      default:
        return resource;
    }
  });

const withNames = (resource: Resource, more: readonly string[]): Resource =>
  more.length === 0
    ? resource
    : { ...resource, stringSetValue: [...(resource.stringSetValue ?? []), ...more] };

const withoutNames = (resource: Resource, less: readonly string[]): Resource => {
  if (less.length === 0) return resource;
  const gone = new Set(less);
  return { ...resource, stringSetValue: (resource.stringSetValue ?? []).filter((name) => !gone.has(name)) };
};

/** What remains of registered resources with these tasks on them. */
export const remainingOf = (
  registered: readonly Resource[],
  reservations: Iterable<TaskReservation>,
): readonly Resource[] => {
  let remaining = registered;
  for (const reservation of reservations) remaining = reserve(remaining, reservation);
  return remaining;
};
