import type { ControlPlane } from "../../../../operation/index.ts";
import type { Cancel } from "../../../../world.ts";
import { classicInstanceTable } from "../../../elb/classic/table.ts";
import { targetTable } from "../../../elb/v2/targets/table.ts";
import { roleTable } from "../../../iam/index.ts";
import { deploymentTable } from "../../services/deployment-table.ts";
import { serviceGroup, serviceTable } from "../../services/table.ts";
import { type TaskRow, taskTable } from "../../tasks/table.ts";
import { serviceOfTask } from "../services/service-of-task.ts";
import { nextLook } from "./due-registrations.ts";
import { followTask } from "./follow-task.ts";
import {
  type RegistrationRow,
  registrationGroup,
  registrationKey,
  registrationTable,
} from "./registration-table.ts";
import { RoleSessions } from "./role-sessions.ts";
import { settleGroup } from "./settle-group.ts";

/** How many tasks are followed in one transaction. */
const BATCH = 200;

/** How long until a group is looked at again after something went wrong that nobody foresaw; milliseconds. */
const AFTER_ERROR = 5000;

/**
 * Registers the tasks of services with their load balancers and takes them off, as the changes of tasks and of
 * targets ask for it. What it knows is in the tables, but for the sessions and for which targets have changed: at the
 * start everything is looked at.
 */
export const startRegistrar = (plane: ControlPlane): (() => void) => {
  const { state, world } = plane;
  const sessions = new RoleSessions(plane);
  const due = new Set<string>();
  const running = new Set<string>();
  const hurried = new Set<string>();
  const noticed = new Set<string>();
  const wakes = new Map<string, Cancel>();
  const tasks = new Set<string>();
  let stopped = false;

  const enqueue = (group: string): void => {
    if (stopped) return;
    due.add(group);
    if (running.has(group)) return;
    running.add(group);
    void run(group);
  };

  const run = async (group: string): Promise<void> => {
    // What a commit changed is told row by row: all of it is looked at in one go.
    await Promise.resolve();
    while (!stopped && due.delete(group)) {
      wakes.get(group)?.();
      wakes.delete(group);
      const settling = {
        plane,
        sessions,
        noticed: (row: RegistrationRow) => noticed.has(registrationKey(row)),
        looking: (rows: readonly RegistrationRow[]) => {
          for (const row of rows) noticed.delete(registrationKey(row));
        },
        hurried: hurried.delete(group),
      };
      try {
        await settleGroup(settling, group);
        wakeAt(group, nextLook(state, group, world.now()));
      } catch (error) {
        if (stopped) break;
        process.emitWarning(`registrar: ${error instanceof Error ? error.stack : error}`);
        wakeAt(group, world.now() + AFTER_ERROR);
      }
    }
    running.delete(group);
  };

  const wakeAt = (group: string, at: number | undefined): void => {
    if (at === undefined || stopped) return;
    wakes.get(group)?.();
    wakes.set(
      group,
      world.after(Math.max(0, at - world.now()), () => enqueue(group)),
    );
  };

  const follow = (taskArn: string): void => {
    tasks.add(taskArn);
    if (tasks.size === 1) void followAll();
  };

  const followAll = async (): Promise<void> => {
    await Promise.resolve();
    while (!stopped && tasks.size > 0) {
      const batch = [...tasks].slice(0, BATCH);
      for (const taskArn of batch) tasks.delete(taskArn);
      try {
        await state.transact((transaction) => {
          for (const taskArn of batch) followTask(transaction, taskArn, world.now());
        });
      } catch (error) {
        // A state that is closed or failed takes nothing any more; anything else must be seen.
        if (!stopped) process.emitWarning(`registrar: ${error instanceof Error ? error.stack : error}`);
        return;
      }
    }
  };

  /** Something may have changed of the targets that Elastic Load Balancing keeps under a key. */
  const notice = (targetKey: string): void => {
    for (const row of state.table(registrationTable).by("target", targetKey)) look(row);
  };

  const look = (row: RegistrationRow): void => {
    noticed.add(registrationKey(row));
    enqueue(registrationGroup(row));
  };

  const isRegistered = (task: TaskRow): boolean => {
    const deployment = state.table(deploymentTable).get(`${serviceOfTask(task)}/${task.startedBy}`);
    return (deployment?.loadBalancers?.length ?? 0) > 0;
  };

  /** Whether a change of a task is one that its registrations may have to follow. */
  const concerns = (before: TaskRow | undefined, after: TaskRow): boolean => {
    if (after.desiredStatus === "STOPPED") {
      const ending = before?.desiredStatus !== "STOPPED" || before.lastStatus !== after.lastStatus;
      return ending && state.table(registrationTable).countBy("task", after.arn) > 0;
    }
    if (after.lastStatus !== "RUNNING") return false;
    return (
      (before?.lastStatus !== "RUNNING" || before.containers !== after.containers) && isRegistered(after)
    );
  };

  const subscriptions = [
    state.subscribe(taskTable, ({ before, after }) => {
      if (after?.group.startsWith("service:") && concerns(before, after)) follow(after.arn);
    }),
    state.subscribe(registrationTable, ({ key, before, after }) => {
      if (after === undefined) {
        noticed.delete(key);
        return;
      }
      if (before?.state === after.state && before.target === after.target) return;
      if (after.state === "registered") look(after);
      else enqueue(registrationGroup(after));
    }),
    state.subscribe(targetTable, ({ key }) => notice(key)),
    state.subscribe(classicInstanceTable, ({ key }) => notice(key)),
    // A role that was mended is tried at once.
    state.subscribe(roleTable, ({ after }) => {
      if (after === undefined) return;
      for (const group of wakes.keys()) {
        if (!group.endsWith(` ${after.arn}`)) continue;
        hurried.add(group);
        enqueue(group);
      }
    }),
  ];

  for (const row of state.table(registrationTable).all()) {
    look(row);
    follow(row.taskArn);
  }
  for (const service of state.table(serviceTable).all()) {
    const group = `${service.clusterArn}/${serviceGroup(service)}`;
    if (service.status === "INACTIVE" || service.loadBalancers === undefined) continue;
    for (const task of state.table(taskTable).by("scheduled", group)) follow(task.arn);
  }

  return () => {
    stopped = true;
    for (const unsubscribe of subscriptions) unsubscribe();
    for (const cancel of wakes.values()) cancel();
  };
};
