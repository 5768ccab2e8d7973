import type { ControlPlane } from "../../../../operation/index.ts";
import type { Reader } from "../../../../state/index.ts";
import type { Cancel } from "../../../../world.ts";
import { openZoneOf, openZones } from "../../container-instances/open-zones.ts";
import { type ContainerInstanceRow, containerInstanceTable } from "../../container-instances/table.ts";
import { type ServiceRow, serviceGroup, serviceTable } from "../../services/table.ts";
import { type TaskRow, taskTable } from "../../tasks/table.ts";
import { registrationTable } from "../load-balancers/registration-table.ts";
import { Pace } from "./pace.ts";
import { reconcile } from "./reconcile.ts";
import { serviceOfTask } from "./service-of-task.ts";

/**
 * The service scheduler: looks at a service whenever something of it changed, one after the other, and once more
 * when time alone changes something. It remembers nothing that is not in the tables: killed between any two steps
 * it goes on where it was.
 */
export const startServiceScheduler = ({ state, world }: ControlPlane): (() => void) => {
  const due = new Set<string>();
  const wakes = new Map<string, Cancel>();
  const paces = new Map<string, Pace>();
  /** Services with changes that wait for their look. */
  const waiting = new Map<string, Cancel>();
  let running = false;
  let stopped = false;

  /** Looks at a service because of a change, at once or when its pace says. */
  const enqueue = (serviceArn: string): void => {
    if (stopped || due.has(serviceArn)) return;
    const pace = paces.get(serviceArn) ?? new Pace();
    paces.set(serviceArn, pace);
    const wait = pace.changed(tasksOf(state, serviceArn), world.now());
    if (wait === 0) look(serviceArn);
    else if (!waiting.has(serviceArn))
      waiting.set(
        serviceArn,
        world.after(wait, () => look(serviceArn)),
      );
  };

  const look = (serviceArn: string): void => {
    waiting.get(serviceArn)?.();
    waiting.delete(serviceArn);
    if (stopped) return;
    due.add(serviceArn);
    if (running) return;
    running = true;
    void drain();
  };

  const drain = async (): Promise<void> => {
    // What a commit changed is told row by row: all of it is looked at in one go.
    await Promise.resolve();
    for (const serviceArn of due) {
      if (stopped) break;
      due.delete(serviceArn);
      await step(serviceArn);
    }
    running = false;
  };

  const step = async (serviceArn: string): Promise<void> => {
    wakes.get(serviceArn)?.();
    wakes.delete(serviceArn);
    paces.get(serviceArn)?.looked(world.now());
    try {
      const at = await state.transact((transaction) => reconcile(transaction, world, serviceArn));
      if (at !== undefined && !stopped) {
        wakes.set(
          serviceArn,
          world.after(Math.max(0, at - world.now()), () => look(serviceArn)),
        );
      }
    } catch (error) {
      // A state that is closed or failed takes nothing any more; anything else must be seen.
      if (!stopped) process.emitWarning(`service scheduler: ${error instanceof Error ? error.stack : error}`);
    }
  };

  for (const { arn } of state.table(serviceTable).all()) look(arn);
  const subscriptions = [
    state.subscribe(serviceTable, ({ key, after }) => {
      if (after !== undefined && after.status !== "INACTIVE") enqueue(key);
      else paces.delete(key);
    }),
    state.subscribe(taskTable, ({ before, after }) => {
      const task = after ?? before;
      if (task === undefined) return;
      const arn = serviceOfTask(task);
      if (arn !== undefined && matters(before, after)) enqueue(arn);
      if (after?.lastStatus === "STOPPED" && before?.lastStatus !== "STOPPED") {
        for (const daemon of daemonsOnDraining(task)) enqueue(daemon);
      }
    }),
    state.subscribe(registrationTable, ({ before, after }) => {
      if (before?.state !== after?.state) enqueue((after ?? before)?.serviceArn ?? "");
    }),
    state.subscribe(containerInstanceTable, ({ before, after }) => {
      if (after === undefined) return;
      for (const service of concerned(before, after)) enqueue(service);
    }),
  ];

  const daemonsOnDraining = (task: TaskRow): readonly string[] => {
    const instance = state.table(containerInstanceTable).get(task.containerInstanceArn ?? "");
    if (instance?.status !== "DRAINING") return [];
    return arnsOf(state.table(serviceTable).by("daemons", instance.clusterArn));
  };

  /** The zones of which the services are known to have been told. A hint, no memory: at the start all are looked at. */
  const zonesTold = new Map<string, readonly string[]>();

  /** Whether an instance opens a zone of its cluster where there was none. */
  const opensZone = (before: ContainerInstanceRow | undefined, after: ContainerInstanceRow): boolean => {
    if (openZoneOf(before) === openZoneOf(after)) return false;
    const told = zonesTold.get(after.clusterArn) ?? [];
    const zones = openZones(state, after.clusterArn);
    zonesTold.set(after.clusterArn, zones);
    return zones.some((zone) => !told.includes(zone));
  };

  /** The services that a change of an instance may concern. */
  const concerned = (
    before: ContainerInstanceRow | undefined,
    after: ContainerInstanceRow,
  ): readonly string[] => {
    const services = state.table(serviceTable);
    const arns = new Set<string>();
    const open = before?.status !== after.status || before.agentConnected !== after.agentConnected;
    const other = open || before?.attributes !== after.attributes;
    if (other) for (const arn of arnsOf(services.by("daemons", after.clusterArn))) arns.add(arn);
    if (opensZone(before, after)) {
      for (const arn of arnsOf(services.by("balanced", after.clusterArn))) arns.add(arn);
    }
    const more = other || before?.remainingResources !== after.remainingResources;
    if (more) for (const arn of arnsOf(services.by("troubled", after.clusterArn))) arns.add(arn);
    if (before?.status !== after.status) {
      for (const task of state.table(taskTable).by("live", after.arn)) {
        const arn = serviceOfTask(task);
        if (arn !== undefined) arns.add(arn);
      }
    }
    return [...arns];
  };

  return () => {
    stopped = true;
    for (const unsubscribe of subscriptions) unsubscribe();
    for (const cancel of [...wakes.values(), ...waiting.values()]) cancel();
  };
};

/** How many tasks a look at a service would read. */
const tasksOf = (state: Reader, serviceArn: string): number => {
  const service = state.table(serviceTable).get(serviceArn);
  if (service === undefined) return 0;
  return state.table(taskTable).countBy("scheduled", `${service.clusterArn}/${serviceGroup(service)}`);
};

const arnsOf = (services: Iterable<ServiceRow>): readonly string[] => [...services].map(({ arn }) => arn);

/** Whether a change of a task is one that the scheduler looks at. */
const matters = (before: TaskRow | undefined, after: TaskRow | undefined): boolean =>
  after !== undefined &&
  (before?.lastStatus !== after.lastStatus ||
    before.desiredStatus !== after.desiredStatus ||
    before.healthStatus !== after.healthStatus ||
    before.protectedUntil !== after.protectedUntil);
