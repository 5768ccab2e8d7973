import { openZones } from "../../src/services/ecs/container-instances/open-zones.ts";
import { containerInstanceTable } from "../../src/services/ecs/container-instances/table.ts";
import { planZoneMoves } from "../../src/services/ecs/scheduler/services/zone-balance.ts";
import { serviceDeploymentTable } from "../../src/services/ecs/service-deployments/table.ts";
import { deploymentTable } from "../../src/services/ecs/services/deployment-table.ts";
import { eventsOf } from "../../src/services/ecs/services/event-table.ts";
import { UNDER_WAY } from "../../src/services/ecs/services/new-deployment.ts";
import { type ServiceRow, serviceTable } from "../../src/services/ecs/services/table.ts";
import { type TaskRow, taskTable } from "../../src/services/ecs/tasks/table.ts";
import type { Reader } from "../../src/state/index.ts";
import type { Agent } from "./agent.ts";
import { hasRoom } from "./room.ts";
import { daemonHosts, isHealthy, liveTasksOf } from "./watch-service.ts";

/** What is not as it should be once everything has come to rest; nothing when all is well. */
export const unrest = (state: Reader, agents: readonly Agent[], now: number): readonly string[] => [
  ...instancesUnrest(state, agents),
  ...tasksUnrest(state, agents),
  ...[...state.table(serviceTable).all()].flatMap((service) => serviceUnrest(state, service, now)),
];

const instancesUnrest = (state: Reader, agents: readonly Agent[]): readonly string[] => {
  const owners = new Map(agents.map((agent) => [agent.memory.instanceArn, agent]));
  const problems: string[] = [];
  for (const agent of agents) {
    const instance = state.table(containerInstanceTable).get(agent.memory.instanceArn ?? "");
    if (!agent.up || instance === undefined || instance.status === "INACTIVE" || !instance.agentConnected) {
      problems.push(
        `${agent.name} is not there: ${instance?.arn} ${instance?.status} ${instance?.agentConnected}`,
      );
    }
  }
  for (const instance of state.table(containerInstanceTable).all()) {
    if (owners.has(instance.arn)) continue;
    if (instance.agentConnected) problems.push(`${instance.arn} has no agent but is shown connected`);
    if (state.table(taskTable).countBy("live", instance.arn) > 0)
      problems.push(`${instance.arn} has tasks but no machine`);
  }
  return problems;
};

const tasksUnrest = (state: Reader, agents: readonly Agent[]): readonly string[] => {
  const problems: string[] = [];
  for (const agent of agents) {
    const rows = [...state.table(taskTable).by("live", agent.memory.instanceArn ?? "")];
    const running = new Set(agent.machine.running());
    for (const { arn, lastStatus, desiredStatus, delivered } of rows) {
      if (lastStatus !== "RUNNING" || desiredStatus !== "RUNNING" || !delivered) {
        problems.push(`${arn} is ${lastStatus}, to be ${desiredStatus}, ${delivered ? "" : "not "}delivered`);
      }
      if (!running.delete(arn)) problems.push(`${arn} runs by the tables, but not on ${agent.machine.name}`);
    }
    for (const arn of running) {
      problems.push(
        `${agent.machine.name} runs ${arn}, which is ${state.table(taskTable).get(arn)?.lastStatus}`,
      );
    }
  }
  return problems;
};

const serviceUnrest = (state: Reader, service: ServiceRow, now: number): readonly string[] => {
  const live = liveTasksOf(state, service);
  if (service.status === "INACTIVE")
    return live.length === 0 ? [] : [`${service.arn} is INACTIVE and has tasks`];
  if (service.status === "DRAINING") return [`${service.arn} is still DRAINING, with ${live.length} tasks`];
  const deployments = [...state.table(deploymentTable).by("service", service.arn)];
  const primary = deployments.find(({ id }) => id === service.deploymentId);
  if (
    primary?.status !== "PRIMARY" ||
    deployments.filter(({ status }) => status === "PRIMARY").length !== 1
  ) {
    return [`${service.arn} has no deployment that is PRIMARY, or two`];
  }
  const problems: string[] = [];
  const hosts = daemonHosts(state, service);
  const desired = service.schedulingStrategy === "DAEMON" ? hosts.length : service.desiredCount;
  const own = live.filter((task) => task.startedBy === primary.id);
  // Broken for good, or tried again later and later: both are told, and nothing more can be done.
  if (primary.rolloutState === "FAILED") {
    const told = eventsOf(state, service.arn).some(({ message }) => message.includes("deployment failed"));
    return told ? [] : [`${service.arn} does not tell of its failed deployment`];
  }
  if (primary.heldUntil !== undefined && primary.heldUntil > now) {
    const { enable } = service.deploymentConfiguration.circuitBreaker;
    const broken = primary.failedTasks >= Math.max(3, Math.ceil(desired / 2));
    return enable && broken
      ? [`${service.arn} has ${primary.failedTasks} failures, but its circuit breaker holds`]
      : [];
  }
  if (service.trouble !== undefined) {
    const last = eventsOf(state, service.arn).some(({ message }) => message === service.trouble?.message);
    if (!last) problems.push(`${service.arn} keeps its trouble to itself: ${service.trouble.message}`);
    if (service.trouble.message.includes("unable to place") && hasRoom(state, service)) {
      problems.push(`${service.arn} finds no place, but there is room: ${service.trouble.message}`);
    }
    return problems;
  }
  if (live.length !== desired || own.length !== desired || !own.every(isHealthy)) {
    problems.push(
      `${service.arn} wants ${desired} tasks of ${primary.id} and has ${own.length}, with others ${live.length}, healthy ${own.filter(isHealthy).length}`,
    );
  }
  if (service.schedulingStrategy === "DAEMON") {
    const there = new Set(own.map(({ containerInstanceArn }) => containerInstanceArn));
    for (const { arn } of hosts) if (!there.has(arn)) problems.push(`${service.arn} is missing on ${arn}`);
  }
  if (problems.length > 0) return problems;
  return [...steadyUnrest(state, service, deployments.length), ...zoneUnrest(state, service, own)];
};

const OF_BALANCING = /AZ balanced|AZ Rebalanc|AZ rebalanc|is unable to place a task in /;

/** A service that is to be balanced over availability zones, is not, could be and does not wait. */
const zoneUnrest = (state: Reader, service: ServiceRow, tasks: readonly TaskRow[]): readonly string[] => {
  if (service.availabilityZoneRebalancing !== "ENABLED" || service.rebalancing?.heldUntil !== undefined) {
    return [];
  }
  const { maximumPercent } = service.deploymentConfiguration;
  const moves = planZoneMoves({
    tasks: tasks.map((task) => ({
      arn: task.arn,
      deploymentId: task.startedBy ?? "",
      state: "healthy",
      draining: false,
      protected: task.protectedUntil !== undefined,
      instanceArn: task.containerInstanceArn ?? "",
      zone: task.availabilityZone ?? "",
      createdAt: task.createdAt,
    })),
    zones: openZones(state, service.clusterArn),
    room: Math.floor((service.desiredCount * maximumPercent) / 100) - tasks.length,
  });
  return moves.map(({ from, to }) => `${service.arn} has too many tasks in ${from} and too few in ${to}`);
};

const steadyUnrest = (state: Reader, service: ServiceRow, deployments: number): readonly string[] => {
  const problems: string[] = [];
  // Balancing over availability zones goes on from there, and tells of it.
  const last = eventsOf(state, service.arn).find(({ message }) => !OF_BALANCING.test(message));
  if (!service.steady || last === undefined || !last.message.endsWith("has reached a steady state.")) {
    problems.push(`${service.arn} is as it should be and does not say so; last event: ${last?.message}`);
  }
  if (deployments !== 1) problems.push(`${service.arn} has ${deployments} deployments`);
  const primary = state.table(deploymentTable).get(`${service.arn}/${service.deploymentId}`);
  if (primary?.rolloutState !== "COMPLETED") problems.push(`${service.arn} is ${primary?.rolloutState}`);
  const rows = [...state.table(serviceDeploymentTable).by("service", service.arn)];
  for (const { arn, status } of rows) {
    if (UNDER_WAY.has(status)) problems.push(`${arn} is ${status} though ${service.arn} is steady`);
  }
  const own = rows.find(({ arn }) => arn === primary?.serviceDeploymentArn)?.status;
  if (own !== "SUCCESSFUL" && own !== "ROLLBACK_SUCCESSFUL") {
    problems.push(`${primary?.serviceDeploymentArn} is ${own} though its service is steady`);
  }
  return problems;
};
