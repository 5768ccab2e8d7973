import type { ContainerInstanceRow } from "../../container-instances/table.ts";
import { candidateOf } from "../candidate.ts";
import type { Snapshot } from "../plan.ts";

/** What a test says of a container instance; everything else is filled in. */
export type InstanceFacts = {
  readonly id: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly tcpPorts?: readonly number[];
  readonly udpPorts?: readonly number[];
  readonly gpuIds?: readonly string[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly connected?: boolean;
};

/** A container instance's row. */
export const instanceRow = (facts: InstanceFacts): ContainerInstanceRow => {
  const resources = [
    { name: "CPU", type: "INTEGER", integerValue: facts.cpu ?? 1024 },
    { name: "MEMORY", type: "INTEGER", integerValue: facts.memory ?? 1024 },
    { name: "PORTS", type: "STRINGSET", stringSetValue: (facts.tcpPorts ?? []).map(String) },
    { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: (facts.udpPorts ?? []).map(String) },
    { name: "GPU", type: "STRINGSET", stringSetValue: [...(facts.gpuIds ?? [])] },
  ];
  return {
    arn: facts.id,
    id: facts.id,
    accountId: "123456789012",
    region: "us-west-2",
    clusterArn: "arn:aws:ecs:us-west-2:123456789012:cluster/demo",
    status: "ACTIVE",
    agentConnected: facts.connected ?? true,
    versionInfo: { agentVersion: "1.105.1" },
    registeredResources: resources,
    remainingResources: resources,
    attributes: Object.entries(facts.attributes ?? {}).map(([name, value]) => ({ name, value })),
    tags: [],
    registeredAt: Date.UTC(2026, 10, 24, 12),
    version: 1,
    registeredBy: "arn:aws:iam::123456789012:root",
    lastSequence: 0,
  };
};

/** A snapshot of instances without tasks, unless `counts` names how many of the group each has. */
export const snapshotOf = (
  instances: readonly InstanceFacts[],
  counts: Readonly<Record<string, number>> = {},
  random: () => number = () => 0,
): Snapshot => ({
  candidates: instances.map((facts) => candidateOf(instanceRow(facts))),
  groupCount: (arn) => counts[arn] ?? 0,
  groupsOn: () => [],
  countByStatus: () => 0,
  random,
});
