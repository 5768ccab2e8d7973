import { machineImage } from "../images/built-in-image.ts";
import type { HostedInstance } from "../instance-host/messages.ts";
import { instanceTypes, registeredResources } from "../instances/instance-types.ts";
import type { InstanceRow } from "../instances/table.ts";
import { agentEnvironment } from "../user-data/agent-environment.ts";

/** What the host is told of an instance. */
export const hostedInstance = (
  row: InstanceRow,
  dataDirectory: string,
  metadataEndpoint: string,
): HostedInstance => {
  const type = instanceTypes.get(row.instanceType);
  return {
    id: row.id,
    dataDirectory,
    metadataEndpoint,
    environment: agentEnvironment(row.userData).environment,
    // A type that a later version of the table has dropped still runs what was launched with it.
    resources: type === undefined ? { cpuUnits: 1024, memoryMiB: 972 } : registeredResources(type),
  };
};

/** Whether the instance's image starts the built-in agent. */
export const hasAgent = (row: InstanceRow): boolean =>
  machineImage(row.imageId, row.accountId, "x86_64").agent;
