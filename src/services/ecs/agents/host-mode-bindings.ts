import type { ContainerDefinition, ContainerStateChange, NetworkBinding } from "@aws-sdk/client-ecs";
import type { Reader } from "../../../state/index.ts";
import { taskDefinitionTable } from "../task-definitions/table.ts";
import type { TaskReport } from "../tasks/report.ts";
import type { TaskRow } from "../tasks/table.ts";

/**
 * In the `host` network mode an agent reports no bindings, as there is nothing it binds: the container's ports
 * are the host's. They are told from the task definition once the container runs.
 */
export const hostModeBindings = (state: Reader, task: TaskRow, report: TaskReport): TaskReport => {
  if (report.containers === undefined) return report;
  const definition = state.table(taskDefinitionTable).get(task.taskDefinitionArn)?.definition;
  if (definition?.networkMode !== "host") return report;
  return {
    ...report,
    containers: report.containers.map((change) =>
      withBindings(definition.containerDefinitions ?? [], change),
    ),
  };
};

const withBindings = (
  definitions: readonly ContainerDefinition[],
  change: ContainerStateChange,
): ContainerStateChange => {
  if (change.status !== "RUNNING" || (change.networkBindings?.length ?? 0) > 0) return change;
  const mappings = definitions.find(({ name }) => name === change.containerName)?.portMappings ?? [];
  const networkBindings: NetworkBinding[] = mappings.map((mapping) => ({
    bindIP: "0.0.0.0",
    protocol: mapping.protocol ?? "tcp",
    ...(mapping.containerPortRange === undefined
      ? { containerPort: mapping.containerPort, hostPort: mapping.containerPort }
      : { containerPortRange: mapping.containerPortRange, hostPortRange: mapping.containerPortRange }),
  }));
  return { ...change, networkBindings };
};
