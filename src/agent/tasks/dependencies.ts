import type { DependencyCondition, PayloadContainer } from "./payload-task.ts";
import type { ContainerRecord } from "./task-record.ts";

/** Whether a container may go on: yes, not yet, or never (with the reason). */
export type Resolution = "resolved" | "pending" | { readonly never: string };

const hasRun = (record: ContainerRecord): boolean => record.startedAt !== undefined;

const conditions: Readonly<Record<DependencyCondition, (record: ContainerRecord) => boolean>> = {
  START: hasRun,
  COMPLETE: (record) => record.status === "STOPPED" && hasRun(record),
  SUCCESS: (record) => record.status === "STOPPED" && hasRun(record) && record.exitCode === 0,
  HEALTHY: (record) => record.status === "RUNNING" && record.health?.status === "HEALTHY",
};

type Dependency = { readonly on: string; readonly condition: DependencyCondition | "CREATED" };

/** Everything a container waits for: `dependsOn`, linked containers (started), those it takes volumes from (created). */
const dependenciesOf = (container: PayloadContainer): readonly Dependency[] => [
  ...container.dependsOn.map(({ containerName, condition }) => ({ on: containerName, condition })),
  ...container.links.map((link) => ({ on: link.split(":")[0] ?? "", condition: "START" as const })),
  ...container.volumesFrom.map(({ sourceContainer }) => ({
    on: sourceContainer,
    condition: "CREATED" as const,
  })),
];

/**
 * Whether `container` may be created now.
 *
 * @param startTimeouts seconds that others wait for a container at most, by its name
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
 */
export const resolve = (
  container: PayloadContainer,
  records: ReadonlyMap<string, ContainerRecord>,
  startTimeouts: ReadonlyMap<string, number>,
  now: number,
): Resolution => {
  let pending = false;
  for (const { on, condition } of dependenciesOf(container)) {
    const record = records.get(on);
    if (record === undefined) return { never: `container ${on} does not exist` };
    const met = condition === "CREATED" ? record.runtimeId !== undefined : conditions[condition](record);
    if (met) continue;
    if (record.status === "STOPPED") {
      const how = record.exitCode === undefined ? "stopped" : `stopped with exit code ${record.exitCode}`;
      return { never: `container ${on} ${how}, so its condition ${condition} can no longer be met` };
    }
    const timeout = startTimeouts.get(on);
    if (timeout !== undefined && record.startedAt !== undefined && now >= record.startedAt + timeout * 1000)
      return { never: `container ${on} did not reach ${condition} within its startTimeout of ${timeout} s` };
    pending = true;
  }
  return pending ? "pending" : "resolved";
};

/** Names of the containers that wait for `name`, and so stop before it. */
export const dependentsOf = (containers: readonly PayloadContainer[], name: string): readonly string[] =>
  containers
    .filter((container) => dependenciesOf(container).some((dependency) => dependency.on === name))
    .map((container) => container.name);

/** The name of a container that, through others, waits for itself; undefined if there is none. */
export const findCycle = (containers: readonly PayloadContainer[]): string | undefined => {
  const finished = new Set<string>();
  const byName = new Map(containers.map((container) => [container.name, container]));
  const visit = (name: string, path: ReadonlySet<string>): string | undefined => {
    if (path.has(name)) return name;
    const container = byName.get(name);
    if (container === undefined || finished.has(name)) return undefined;
    for (const { on } of dependenciesOf(container)) {
      const found = visit(on, new Set([...path, name]));
      if (found !== undefined) return found;
    }
    finished.add(name);
    return undefined;
  };
  for (const { name } of containers) {
    const found = visit(name, new Set());
    if (found !== undefined) return found;
  }
  return undefined;
};
