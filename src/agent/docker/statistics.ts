import type Dockerode from "dockerode";
import type { ContainerStatistics, TrafficCounters } from "../container-runtime.ts";

const blockBytes = (stats: Dockerode.ContainerStats, operation: string): number =>
  (stats.blkio_stats?.io_service_bytes_recursive ?? [])
    .filter((entry) => entry.op.toLowerCase() === operation)
    .reduce((sum, entry) => sum + entry.value, 0);

type InterfaceStatistics = NonNullable<Dockerode.ContainerStats["networks"]>[string];

const traffic = (networks: readonly InterfaceStatistics[], direction: "rx" | "tx"): TrafficCounters => {
  const sum = (name: "bytes" | "packets" | "errors" | "dropped") =>
    networks.reduce((total, network) => total + network[`${direction}_${name}`], 0);
  return { bytes: sum("bytes"), packets: sum("packets"), errors: sum("errors"), dropped: sum("dropped") };
};

/** Docker's statistics of a container in the agent's terms; memory without the reclaimable page cache. */
export const statisticsOf = (stats: Dockerode.ContainerStats): ContainerStatistics => {
  const networks = Object.values(stats.networks ?? {});
  const memory = stats.memory_stats?.stats;
  const cache = memory?.total_inactive_file ?? memory?.inactive_file ?? 0;
  return {
    cpu: stats.cpu_stats?.cpu_usage?.total_usage ?? 0,
    systemCpu: stats.cpu_stats?.system_cpu_usage ?? 0,
    memoryBytes: Math.max(0, (stats.memory_stats?.usage ?? 0) - cache),
    received: traffic(networks, "rx"),
    sent: traffic(networks, "tx"),
    readBytes: blockBytes(stats, "read"),
    writtenBytes: blockBytes(stats, "write"),
    raw: stats,
  };
};
