import type { Transaction } from "../../../../state/index.ts";
import type { World } from "../../../../world.ts";
import { type DeploymentRow, deploymentTable } from "../../services/deployment-table.ts";
import { tellEvents } from "../../services/event-table.ts";
import { type ServiceRow, serviceTable } from "../../services/table.ts";
import { taskTable } from "../../tasks/table.ts";
import { isLeaving } from "../load-balancers/registration-table.ts";
import { stopRegisteredTask } from "../load-balancers/stop-registered-task.ts";
import { unhealthyStop } from "../load-balancers/unhealthy-stop.ts";
import { daemonInstances } from "./daemon-instances.ts";
import * as texts from "./event-texts.ts";
import { complete, judgeFailures } from "./judge.ts";
import { type Launched, launchTasks } from "./launch.ts";
import { noteEnds, UNHEALTHY_REASON } from "./note-ends.ts";
import { observeTasks, type ServiceTasks } from "./observe.ts";
import { tellProtection } from "./protection.ts";
import { followRebalancing, rebalance } from "./rebalance.ts";
import { SILENCE, toldOnce } from "./repetition.ts";
import { planService, type ServicePlan } from "./service-plan.ts";
import type { ServiceTask } from "./service-task.ts";

/** How many tasks of a service are started at once; the others follow. */
const BATCH = 100;

/** How long until a task that found no place is tried again, if nothing in the cluster changes before. */
const RETRY = 30 * 1000;

/**
 * Moves a service one step towards what it should be, in one transaction: takes note of ends, judges the
 * deployment, plans, stops and starts tasks, tells the event log. Nothing to do writes nothing.
 *
 * @returns when to look again though nothing changes, in milliseconds since the epoch
 */
export const reconcile = (state: Transaction, world: World, serviceArn: string): number | undefined => {
  const before = state.table(serviceTable).get(serviceArn);
  if (before === undefined || before.status === "INACTIVE") return undefined;
  const now = world.now();
  const seen = observeTasks(state, before, now);
  const found = state.table(deploymentTable).get(`${serviceArn}/${before.deploymentId}`);
  if (found === undefined) return undefined;
  const noted = noteEnds(state, before, found, seen, now);
  const { service, primary, events } = judgeFailures(state, before, noted, now);
  const held = primary.heldUntil !== undefined && primary.heldUntil > now;
  const throttled = held && noted.heldUntil !== found.heldUntil ? [texts.unableToStart(service.name)] : [];
  // A service that is deleted wants no tasks, wherever it could have some.
  const forInstances = service.schedulingStrategy === "DAEMON" && service.status === "ACTIVE";
  const daemons = forInstances ? daemonInstances(state, service, primary) : [];
  const counted = forInstances ? { ...service, desiredCount: daemons.length } : service;
  const sized = followRebalancing(counted, seen.tasks, now);
  const plan = planService({
    strategy: sized.schedulingStrategy === "DAEMON" ? "DAEMON" : "REPLICA",
    desiredCount: sized.desiredCount,
    minimumHealthyPercent: sized.deploymentConfiguration.minimumHealthyPercent,
    maximumPercent: sized.deploymentConfiguration.maximumPercent,
    deploymentId: primary.id,
    mayStart: !held,
    stalled: primary.rolloutState === "FAILED",
    blocked: sized.trouble !== undefined,
    deleting: sized.status === "DRAINING",
    tasks: seen.tasks,
    instances: daemons.map(({ arn }) => arn),
    ...(sized.rebalancing === undefined ? {} : { balancing: new Set(sized.rebalancing.starting) }),
  });
  const stopEvents = stop(state, world, sized, plan);
  const connected = new Set(daemons.filter((one) => one.connected).map(({ arn }) => arn));
  const launched = launch(state, world, sized, primary, {
    count: Math.min(BATCH, plan.start),
    instances: plan.startOn.filter((arn) => connected.has(arn)).slice(0, BATCH),
  });
  const after = conclude(state, now, sized, primary, seen, plan, launched);
  // It is watched once it has been steady. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
  const rests = !held && before.steady && after.service.steady && after.service.status === "ACTIVE";
  const balanced = rests ? rebalance(state, world, after.service, primary, seen.tasks) : undefined;
  const protection = tellProtection(balanced?.service ?? after.service, plan, seen.tasks, now);
  const told = tellEvents(state, world, protection.service, [
    ...events,
    ...throttled,
    ...stopEvents,
    ...after.events,
    ...(balanced?.events ?? []),
    ...protection.events,
  ]);
  if (told !== before && JSON.stringify(told) !== JSON.stringify(before)) state.table(serviceTable).put(told);
  const wakes = [
    ...(held && primary.heldUntil !== undefined ? [primary.heldUntil] : []),
    ...(after.service.trouble === undefined ? [] : [now + RETRY]),
    ...(after.service.steady ? [steadyEnds(after.service)] : []),
    ...(seen.protectionEnds === undefined ? [] : [seen.protectionEnds]),
    ...(seen.graceEnds === undefined ? [] : [seen.graceEnds]),
    ...(balanced?.wake === undefined ? [] : [balanced.wake]),
  ];
  return wakes.length === 0 ? undefined : Math.min(...wakes);
};

const stop = (
  state: Transaction,
  world: World,
  service: ServiceRow,
  { stops }: ServicePlan,
): readonly string[] => {
  const sick: string[] = [];
  const others: string[] = [];
  let pending = 0;
  const moved = new Map<string, readonly string[]>();
  for (const { arn, cause } of stops) {
    const task = state.table(taskTable).get(arn);
    if (task === undefined) continue;
    const zone = task.availabilityZone ?? "";
    if (cause === "balancing") moved.set(zone, [...(moved.get(zone) ?? []), arn]);
    else if (task.lastStatus === "RUNNING") others.push(arn);
    else pending += 1;
    const elb = cause === "unhealthy" ? unhealthyStop(state, arn) : undefined;
    if (cause === "unhealthy") sick.push(...(elb?.events ?? [texts.unhealthyTask(service.name, arn)]));
    const stoppedReason =
      cause === "unhealthy"
        ? (elb?.stoppedReason ?? UNHEALTHY_REASON)
        : `Scaling activity initiated by (deployment ${task.startedBy ?? ""})`;
    stopRegisteredTask(state, task, { stopCode: "ServiceSchedulerInitiated", stoppedReason }, world.now());
  }
  return [
    ...sick,
    ...(others.length === 0 ? [] : [texts.stoppedTasks(service.name, others)]),
    ...(pending === 0 ? [] : [texts.stoppedPending(service.name, pending)]),
    ...[...moved].map(([zone, arns]) => texts.stoppedToBalance(service.name, zone, arns)),
  ];
};

const launch = (
  state: Transaction,
  world: World,
  service: ServiceRow,
  primary: DeploymentRow,
  wish: { readonly count: number; readonly instances: readonly string[] },
): Launched | undefined => {
  if (wish.count + wish.instances.length === 0) return undefined;
  return launchTasks(state, world, service, primary, wish);
};

type Conclusion = { readonly service: ServiceRow; readonly events: readonly string[] };

/** What a service is after its step: at rest, in trouble, gone, or on its way. */
const conclude = (
  state: Transaction,
  now: number,
  service: ServiceRow,
  primary: DeploymentRow,
  seen: ServiceTasks,
  plan: ServicePlan,
  launched: Launched | undefined,
): Conclusion => {
  if (service.status === "DRAINING") {
    if (seen.tasks.length > 0 || isLeaving(state, service.arn)) return { service, events: [] };
    for (const { id } of [...state.table(deploymentTable).by("service", service.arn)]) {
      state.table(deploymentTable).delete(`${service.arn}/${id}`);
    }
    return { service: { ...service, status: "INACTIVE", inactiveAt: now }, events: [] };
  }
  const started = (launched?.tasks ?? []).map(({ arn }) => arn);
  const unhealthy = seen.tasks.filter((task) => task.state === "unhealthy").length;
  const replaced = Math.min(started.length, unhealthy);
  const events = started.length > 0 ? [texts.startedTasks(service.name, started, replaced)] : [];
  const message = troubleOf(service, plan, launched);
  if (message !== undefined) {
    const trouble = toldOnce(service.trouble, message, now);
    return {
      service: { ...service, steady: false, trouble },
      events: trouble === service.trouble ? events : [...events, message],
    };
  }
  const { trouble: _, ...calm } = service;
  // A plan that asks for nothing while its tasks are not healthy yet says nothing about room.
  const settled = launched !== undefined || isAtRest(service, primary, seen.tasks) ? calm : service;
  if (plan.stops.length > 0 || started.length > 0 || !isAtRest(service, primary, seen.tasks)) {
    return { service: { ...settled, steady: false }, events };
  }
  const completed = complete(state, service, primary, now);
  // Told again from time to time. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_events.html
  if (service.steady && now < steadyEnds(service)) {
    return { service: settled, events: [...events, ...completed] };
  }
  return {
    service: { ...settled, steady: true, steadyAt: now },
    events: [...events, ...completed, texts.steadyState(service.name)],
  };
};

/** Until when the event log need not be told again that a service is steady. */
const steadyEnds = ({ steadyAt = 0 }: ServiceRow): number => steadyAt + SILENCE;

const troubleOf = (
  service: ServiceRow,
  plan: ServicePlan,
  launched: Launched | undefined,
): string | undefined => {
  if (launched?.error !== undefined) return texts.failedToLaunch(service.name, launched.error);
  if (launched?.failures !== undefined) return texts.noPlace(service.name, launched.failures);
  return plan.deadlocked ? texts.deadlocked(service.name) : undefined;
};

const isAtRest = (service: ServiceRow, primary: DeploymentRow, tasks: readonly ServiceTask[]): boolean =>
  primary.rolloutState !== "FAILED" &&
  tasks.length === service.desiredCount &&
  tasks.every(({ state, deploymentId }) => state === "healthy" && deploymentId === primary.id);
