import type { NetworkMode, PortMapping } from "@aws-sdk/client-ecs";

/** A container's port mappings as the agent takes them; host port 0 leaves the choice to the agent. */
export const payloadPortMappings = (
  mappings: readonly PortMapping[] | undefined,
  networkMode: NetworkMode | undefined,
): readonly Readonly<Record<string, unknown>>[] =>
  (mappings ?? []).map((mapping) => {
    const protocol = mapping.protocol ?? "tcp";
    if (mapping.containerPortRange !== undefined) {
      return { containerPortRange: mapping.containerPortRange, protocol };
    }
    const ownNetwork = networkMode === "host" || networkMode === "awsvpc";
    const hostPort = mapping.hostPort || (ownNetwork ? mapping.containerPort : 0);
    return { containerPort: mapping.containerPort, hostPort, protocol };
  });
