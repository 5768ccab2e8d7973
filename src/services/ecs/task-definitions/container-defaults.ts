import type { ContainerDefinition, NetworkMode, PortMapping } from "@aws-sdk/client-ecs";

/** Members in AWS's spelling that every description of a container has, empty or not. */
const port = (mapping: PortMapping, networkMode: NetworkMode | undefined): PortMapping => {
  const protocol = mapping.protocol ?? "tcp";
  if (mapping.containerPortRange !== undefined) return { ...mapping, protocol };
  const sharesNetwork = networkMode === "awsvpc" || networkMode === "host";
  const hostPort = sharesNetwork ? mapping.containerPort : (mapping.hostPort ?? 0);
  return { ...mapping, hostPort, protocol };
};

/**
 * A container definition as DescribeTaskDefinition gives it back: with the defaults that AWS fills in.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html#API_RegisterTaskDefinition_Examples
 * https://github.com/eagletmt/hako/pull/56 (health check)
 */
export const withContainerDefaults = (
  container: ContainerDefinition,
  networkMode: NetworkMode | undefined,
): ContainerDefinition => ({
  ...container,
  cpu: container.cpu ?? 0,
  portMappings: (container.portMappings ?? []).map((mapping) => port(mapping, networkMode)),
  essential: container.essential ?? true,
  environment: container.environment ?? [],
  mountPoints: container.mountPoints ?? [],
  volumesFrom: container.volumesFrom ?? [],
  systemControls: container.systemControls ?? [],
  ...(container.healthCheck === undefined
    ? {}
    : { healthCheck: { interval: 30, timeout: 5, retries: 3, ...given(container.healthCheck) } }),
});

/** Without the members that are undefined, so that they do not hide a default. */
const given = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Value;
