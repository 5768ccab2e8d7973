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

/** A list that was read before, and what came of it. */
export type ReadResources = { readonly remaining: readonly Resource[]; readonly free: FreeResources };

const NO_PORTS: ReadonlySet<number> = new Set();
const NO_GPUS: readonly string[] = [];

/**
 * Reads the API's list of remaining resources, where `PORTS` and `PORTS_UDP` name the ports in use. What is the
 * same object as in an `earlier` list is not read again.
 */
export const freeResources = (
  remaining: readonly Resource[],
  earlier?: ReadResources | undefined,
): FreeResources => {
  let [cpu, memory, takenTcpPorts, takenUdpPorts, gpuIds] = [0, 0, NO_PORTS, NO_PORTS, NO_GPUS];
  for (let place = 0; place < remaining.length; place += 1) {
    const resource = remaining[place];
    const same = earlier !== undefined && earlier.remaining[place] === resource;
    switch (resource?.name) {
      case "CPU":
        cpu = resource.integerValue ?? 0;
        break;
      case "MEMORY":
        memory = resource.integerValue ?? 0;
        break;
      case "PORTS":
        takenTcpPorts = same ? earlier.free.takenTcpPorts : portsOf(resource);
        break;
      case "PORTS_UDP":
        takenUdpPorts = same ? earlier.free.takenUdpPorts : portsOf(resource);
        break;
      case "GPU":
        gpuIds = resource.stringSetValue ?? NO_GPUS;
    }
  }
  return { cpu, memory, takenTcpPorts, takenUdpPorts, gpuIds };
};

const portsOf = ({ stringSetValue = [] }: Resource): ReadonlySet<number> =>
  new Set(stringSetValue.map(Number));

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
