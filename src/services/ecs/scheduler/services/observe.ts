import type { Reader } from "../../../../state/index.ts";
import { containerInstanceTable } from "../../container-instances/table.ts";
import { type ServiceRow, serviceGroup } from "../../services/table.ts";
import { taskDefinitionTable } from "../../task-definitions/table.ts";
import { type TaskRow, taskTable } from "../../tasks/table.ts";
import { registeredStates } from "../load-balancers/registered-state.ts";
import { type ServiceTask, serviceTaskState } from "./service-task.ts";

/** The tasks of a service: those that are there, and those whose end nobody has taken note of. */
export type ServiceTasks = {
  readonly tasks: readonly ServiceTask[];
  readonly ended: readonly TaskRow[];
  /** When the next protection that is in force ends, in milliseconds since the epoch. */
  readonly protectionEnds?: number;
  /** When the next grace period ends that holds something up, in milliseconds since the epoch. */
  readonly graceEnds?: number;
};

/** Reads a service's tasks. Costs in proportion to them alone. */
export const observeTasks = (state: Reader, service: ServiceRow, now: number): ServiceTasks => {
  const rows = [...state.table(taskTable).by("scheduled", `${service.clusterArn}/${serviceGroup(service)}`)];
  const healthChecked = memo((arn) => hasHealthCheck(state, arn));
  const draining = memo((arn) => isDraining(state, service, arn));
  const live = rows.filter(({ lastStatus }) => lastStatus !== "STOPPED");
  const protections = live.flatMap(({ protectedUntil = 0 }) =>
    protectedUntil > now ? [protectedUntil] : [],
  );
  const registered = registeredStates(state, service, now);
  const tasks = live.map(
    (row): ServiceTask => ({
      arn: row.arn,
      deploymentId: row.startedBy ?? "",
      state: registered.of(row, serviceTaskState(row, healthChecked(row.taskDefinitionArn))),
      draining: draining(row.containerInstanceArn ?? ""),
      ...(row.lastStatus === "DEACTIVATING" ? { leaving: true } : {}),
      protected: (row.protectedUntil ?? 0) > now,
      instanceArn: row.containerInstanceArn ?? "",
      zone: row.availabilityZone ?? "",
      createdAt: row.createdAt,
    }),
  );
  const graceEnds = registered.graceEnds();
  return {
    tasks,
    ended: rows.filter(({ lastStatus }) => lastStatus === "STOPPED"),
    ...(protections.length === 0 ? {} : { protectionEnds: Math.min(...protections) }),
    ...(graceEnds === undefined ? {} : { graceEnds }),
  };
};

const memo = (read: (key: string) => boolean): ((key: string) => boolean) => {
  const known = new Map<string, boolean>();
  return (key) => {
    const found = known.get(key) ?? read(key);
    known.set(key, found);
    return found;
  };
};

/**
 * Whether a task has a health of its own: that of its essential containers, which no other container has a part in.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html (minimumHealthyPercent)
 */
const hasHealthCheck = (state: Reader, arn: string): boolean =>
  (state.table(taskDefinitionTable).get(arn)?.definition.containerDefinitions ?? []).some(
    ({ healthCheck, essential }) => healthCheck !== undefined && essential !== false,
  );

/**
 * Whether an instance's tasks are to go. Those of DAEMON services go last, so that agents of logs and the like
 * stay as long as there is something for them.
 */
const isDraining = (state: Reader, service: ServiceRow, instanceArn: string): boolean => {
  if (state.table(containerInstanceTable).get(instanceArn)?.status !== "DRAINING") return false;
  if (service.schedulingStrategy !== "DAEMON") return true;
  const tasks = state.table(taskTable);
  return (
    tasks.countBy("live", instanceArn) <=
    tasks.countBy("instanceGroup", `${instanceArn}/${serviceGroup(service)}`)
  );
};
