import {
  type ContainerInstanceRow,
  containerInstanceTable,
} from "../../src/services/ecs/container-instances/table.ts";
import { deploymentTable } from "../../src/services/ecs/services/deployment-table.ts";
import { type ServiceRow, serviceTable } from "../../src/services/ecs/services/table.ts";
import { type TaskRow, taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { Reader } from "../../src/state/index.ts";
import type { RowChange } from "./changes.ts";

type Fail = (message: string) => void;

/** A task of a service counts as healthy when it runs, is to run, and its health check, if it has one, says so. */
export const isHealthy = (task: TaskRow): boolean =>
  task.lastStatus === "RUNNING" &&
  task.desiredStatus === "RUNNING" &&
  (task.family !== "checked" || task.healthStatus === "HEALTHY");

/** Whether an instance has what a service's constraint asks for: there is one kind of expression in use. */
export const satisfies = (instance: ContainerInstanceRow, service: ServiceRow): boolean =>
  service.placementConstraints.every(({ type, expression }) => {
    if (type !== "memberOf") return true;
    const wanted = /^attribute:stack == (\w+)$/.exec(expression ?? "")?.[1];
    return instance.attributes.some(({ name, value }) => name === "stack" && value === wanted);
  });

/** The instances that a DAEMON service is for. */
export const daemonHosts = (state: Reader, service: ServiceRow): readonly ContainerInstanceRow[] =>
  [...state.table(containerInstanceTable).all()].filter(
    (instance) => instance.status === "ACTIVE" && satisfies(instance, service),
  );

export const liveTasksOf = (state: Reader, service: ServiceRow): readonly TaskRow[] =>
  [...state.table(taskTable).by("group", `${service.clusterArn}/service:${service.name}`)].filter(
    ({ lastStatus }) => lastStatus !== "STOPPED",
  );

/**
 * Holds what the service scheduler decided in one transaction against the service's percentages, protections and
 * placement constraints.
 */
export const watchScheduler = (
  state: Reader,
  changes: readonly RowChange<TaskRow>[],
  now: number,
  fail: Fail,
): void => {
  const concerned = new Map<string, { readonly stopped: TaskRow[]; readonly started: TaskRow[] }>();
  const of = (task: TaskRow) => {
    const found = concerned.get(task.group) ?? { stopped: [], started: [] };
    concerned.set(task.group, found);
    return found;
  };
  for (const { before, after } of changes) {
    if (after === undefined || !after.group.startsWith("service:")) continue;
    if (before === undefined) of(after).started.push(after);
    else if (
      before.desiredStatus === "RUNNING" &&
      after.desiredStatus === "STOPPED" &&
      after.stopCode === "ServiceSchedulerInitiated"
    ) {
      of(after).stopped.push(before);
    }
  }
  for (const [group, { stopped, started }] of concerned) {
    const [sample] = [...stopped, ...started];
    const arn = sample?.clusterArn.replace(":cluster/", ":service/");
    const service = state.table(serviceTable).get(`${arn}/${group.slice("service:".length)}`);
    if (service === undefined) fail(`tasks of ${group} are started or stopped, but there is no such service`);
    else if (service.status === "ACTIVE") {
      watchStops(state, service, stopped, now, fail);
      watchStarts(state, service, started, now, fail);
    } else if (started.length > 0) fail(`${service.arn} is ${service.status} and starts ${started[0]?.arn}`);
  }
};

const watchStops = (
  state: Reader,
  service: ServiceRow,
  stopped: readonly TaskRow[],
  now: number,
  fail: Fail,
): void => {
  for (const { arn, protectedUntil = 0 } of stopped) {
    const after = state.table(taskTable).get(arn);
    if (protectedUntil > now && after?.stoppedReason?.startsWith("Scaling activity") === true) {
      fail(`${service.arn} stops ${arn}, which is protected until ${new Date(protectedUntil).toISOString()}`);
    }
  }
  if (!stopped.some(isHealthy)) return;
  const desired =
    service.schedulingStrategy === "DAEMON" ? daemonHosts(state, service).length : service.desiredCount;
  const minimum = Math.ceil((desired * service.deploymentConfiguration.minimumHealthyPercent) / 100);
  const left = liveTasksOf(state, service).filter(isHealthy).length;
  if (left < minimum) {
    fail(
      `${service.arn} must keep ${minimum} healthy tasks of ${desired}, but stops ${stopped.map(({ arn }) => arn).join(" ")} and keeps ${left}`,
    );
  }
};

const watchStarts = (
  state: Reader,
  service: ServiceRow,
  started: readonly TaskRow[],
  now: number,
  fail: Fail,
): void => {
  if (started.length === 0) return;
  const held = state.table(deploymentTable).get(`${service.arn}/${service.deploymentId}`)?.heldUntil ?? 0;
  if (held > now) fail(`${service.arn} starts ${started[0]?.arn} though it waits after failures`);
  const live = liveTasksOf(state, service);
  const { desiredCount, deploymentConfiguration, placementConstraints } = service;
  if (service.schedulingStrategy === "REPLICA") {
    const maximum = Math.floor((desiredCount * deploymentConfiguration.maximumPercent) / 100);
    if (live.length > maximum)
      fail(`${service.arn} may have ${maximum} tasks, but starts one to have ${live.length}`);
    const wanted = live.filter(
      (task) => task.startedBy === service.deploymentId && task.desiredStatus === "RUNNING",
    );
    const away = wanted.filter((task) => isDraining(state, task) || task.healthStatus === "UNHEALTHY").length;
    // Those that balance the service over availability zones replace others that run until they are healthy.
    const balancing = new Set(service.rebalancing?.starting);
    const arriving = wanted.filter(({ arn }) => balancing.has(arn)).length;
    if (wanted.length - away - arriving > desiredCount) {
      fail(`${service.arn} wants ${desiredCount} tasks, but starts one to have ${wanted.length}`);
    }
  }
  const distinct =
    service.schedulingStrategy === "DAEMON" ||
    placementConstraints.some(({ type }) => type === "distinctInstance");
  for (const task of started) {
    const instance = state.table(containerInstanceTable).get(task.containerInstanceArn ?? "");
    if (task.startedBy !== service.deploymentId) {
      fail(`${service.arn} starts ${task.arn} for ${task.startedBy}, which is not its PRIMARY deployment`);
    }
    if (instance?.status !== "ACTIVE" || !instance.agentConnected) {
      fail(
        `${service.arn} places ${task.arn} on ${instance?.arn}, which is ${instance?.status} or disconnected`,
      );
    } else if (!satisfies(instance, service)) {
      fail(`${service.arn} places ${task.arn} on ${instance.arn} against its placement constraints`);
    }
    const others = live.filter(
      (one) =>
        one.arn !== task.arn &&
        one.containerInstanceArn === task.containerInstanceArn &&
        (one.desiredStatus === "RUNNING" || service.schedulingStrategy === "DAEMON"),
    );
    if (distinct && others.length > 0) {
      fail(`${service.arn} places ${task.arn} beside ${others[0]?.arn} on ${task.containerInstanceArn}`);
    }
  }
};

const isDraining = (state: Reader, { containerInstanceArn }: TaskRow): boolean =>
  state.table(containerInstanceTable).get(containerInstanceArn ?? "")?.status !== "ACTIVE";
