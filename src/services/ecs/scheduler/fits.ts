import type { TaskReservation } from "../tasks/table.ts";
import type { FreeResources } from "./resources.ts";
import type { TaskDemand } from "./task-demand.ts";

/** Why a task does not fit; AWS's reasons. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html */
export type LackingResource = "RESOURCE:CPU" | "RESOURCE:MEMORY" | "RESOURCE:PORTS" | "RESOURCE:GPU";

/** The first resource that an instance lacks for a task; undefined when the task fits. */
export const lackingResource = (demand: TaskDemand, free: FreeResources): LackingResource | undefined => {
  if (demand.cpu > free.cpu) return "RESOURCE:CPU";
  if (demand.memory > free.memory) return "RESOURCE:MEMORY";
  if (demand.tcpPorts.some((port) => free.takenTcpPorts.has(port))) return "RESOURCE:PORTS";
  if (demand.udpPorts.some((port) => free.takenUdpPorts.has(port))) return "RESOURCE:PORTS";
  if (demand.gpus > free.gpuIds.length) return "RESOURCE:GPU";
  return undefined;
};

const NO_GPUS: readonly string[] = [];

/** What a task takes of an instance it fits on; the GPUs are chosen here. */
export const reservationFor = (demand: TaskDemand, free: FreeResources): TaskReservation => ({
  cpu: demand.cpu,
  memory: demand.memory,
  tcpPorts: demand.tcpPorts,
  udpPorts: demand.udpPorts,
  gpuIds: demand.gpus === 0 ? NO_GPUS : free.gpuIds.slice(0, demand.gpus),
});

/** What is free after that. */
export const freeAfter = (free: FreeResources, taken: TaskReservation): FreeResources => ({
  cpu: free.cpu - taken.cpu,
  memory: free.memory - taken.memory,
  takenTcpPorts:
    taken.tcpPorts.length === 0 ? free.takenTcpPorts : new Set([...free.takenTcpPorts, ...taken.tcpPorts]),
  takenUdpPorts:
    taken.udpPorts.length === 0 ? free.takenUdpPorts : new Set([...free.takenUdpPorts, ...taken.udpPorts]),
  gpuIds: taken.gpuIds.length === 0 ? free.gpuIds : free.gpuIds.filter((id) => !taken.gpuIds.includes(id)),
});
