import type { ContainerDefinition, NetworkMode, PortMapping } from "@aws-sdk/client-ecs";

/** The fixed ports that a task takes of its host. */
export type HostPorts = { readonly tcpPorts: readonly number[]; readonly udpPorts: readonly number[] };

/**
 * The host ports that a task's definition fixes. In `bridge` those with a host port that is not 0, in `host`
 * every container port, in the other modes none: the task has its own network.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
 */
export const hostPortsOf = (
  networkMode: NetworkMode | undefined,
  containers: readonly ContainerDefinition[],
): HostPorts => {
  const tcp = new Set<number>();
  const udp = new Set<number>();
  if (networkMode === "awsvpc" || networkMode === "none") return { tcpPorts: [], udpPorts: [] };
  for (const container of containers) {
    for (const mapping of container.portMappings ?? []) {
      const ports = mapping.protocol === "udp" ? udp : tcp;
      for (const port of fixedPorts(networkMode === "host", mapping)) ports.add(port);
    }
  }
  return { tcpPorts: [...tcp], udpPorts: [...udp] };
};

const fixedPorts = (hostMode: boolean, mapping: PortMapping): readonly number[] => {
  if (mapping.containerPortRange !== undefined) {
    // A range gets host ports of the agent's choice, except where container and host share the network.
    return hostMode ? portRange(mapping.containerPortRange) : [];
  }
  const port = mapping.hostPort || (hostMode ? mapping.containerPort : undefined);
  return port === undefined || port === 0 ? [] : [port];
};

const portRange = (range: string): readonly number[] => {
  const [first = 0, last = first] = range.split("-").map(Number);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, offset) => first + offset);
};
