import type { RuntimeEvent } from "../container-runtime.ts";
import { type Store, StoreError } from "../persistence/store.ts";
import { label } from "./labels.ts";
import { ManagedTask } from "./managed-task.ts";
import type { DesiredStatus, PayloadTask, RoleCredentials } from "./payload-task.ts";
import { reasonOf } from "./reasons.ts";
import type { RoleCredentialStore } from "./role-credentials.ts";
import type { TaskHost } from "./task-context.ts";
import { addReport, changeOf, createTaskRecord, type RoleType, type TaskRecord } from "./task-record.ts";
import { removeVolumes } from "./volumes.ts";

/** A task of a payload, as it comes in. */
export type IncomingTask = {
  readonly task: PayloadTask;
  readonly desiredStatus: DesiredStatus;
  readonly credentials: { readonly [role in RoleType]?: RoleCredentials };
};

/** All tasks of one agent. */
export type TaskEngine = {
  /** Takes tasks over, stops first; resolves when they are on disk. Known tasks only move forward. */
  readonly accept: (tasks: readonly IncomingTask[]) => Promise<void>;
  /** A task that could not be read is reported as stopped, once. */
  readonly refuse: (arn: string, reason: string) => void;
  readonly find: (arn: string) => TaskRecord | undefined;
  readonly tasks: () => readonly TaskRecord[];
  readonly stop: (arn: string) => void;
  /** New credentials for a role of a task; false if there is no such task, or it has stopped. */
  readonly renew: (arn: string, role: RoleType, credentials: RoleCredentials) => boolean;
  /** Compares what was saved with the containers that exist, reports what has changed, goes on. */
  readonly resume: () => Promise<void>;
  readonly handle: (event: RuntimeEvent) => void;
  /** Leaves all containers as they are. */
  readonly abandon: () => void;
};

const key = (arn: string): string => `task/${arn}`;

/** The engine over `store`, which may hold tasks of an earlier life. */
export const createTaskEngine = (settings: {
  readonly host: Omit<TaskHost, "save" | "finished">;
  readonly store: Store;
  readonly credentials: RoleCredentialStore;
  /** Seconds. */
  readonly cleanupWait: number;
  readonly onTask: (task: TaskRecord) => void;
  readonly onForgotten: (task: TaskRecord) => void;
  readonly onFailure: (error: StoreError) => void;
}): TaskEngine => {
  const { store, credentials } = settings;
  const { runtime, world, logger, report, containerInstanceArn } = settings.host;
  const tasks = new Map<string, ManagedTask>();
  let abandoned = false;

  const save = (task: TaskRecord): void => {
    if (!abandoned) store.put(key(task.definition.arn), task);
  };

  const forget = async (task: TaskRecord): Promise<void> => {
    // Why by label: if the agent was killed at the wrong moment there may be one more than it knows of.
    for (const { id } of await runtime.list(label.taskArn, task.definition.arn)) await runtime.remove(id);
    await removeVolumes(task, runtime);
    // Why wait for the outbox: the record is the only memory of what was not reported yet.
    if (abandoned || task.outbox.length > 0) return cleanUpLater(task, 60_000);
    tasks.delete(task.definition.arn);
    store.remove(key(task.definition.arn));
    settings.onForgotten(task);
  };
  const cleanUpLater = (task: TaskRecord, milliseconds: number): void => {
    world.after(milliseconds, () => {
      if (abandoned) return;
      forget(task).catch((error: unknown) => {
        logger(`task ${task.definition.arn}: cannot remove what is left of it: ${reasonOf(error)}`);
        cleanUpLater(task, 60_000);
      });
    });
  };
  const scheduleCleanUp = (task: TaskRecord): void => {
    const age = world.now() - (task.stoppedAt ?? world.now());
    cleanUpLater(task, Math.max(0, settings.cleanupWait * 1000 - age));
  };
  const host: TaskHost = {
    ...settings.host,
    save,
    finished: (task) => {
      logger(`task ${task.definition.arn} stopped`);
      credentials.forget(task);
      scheduleCleanUp(task);
    },
  };

  const manage = (record: TaskRecord): ManagedTask => {
    const task = new ManagedTask(host, record);
    tasks.set(record.definition.arn, task);
    return task;
  };
  const start = (task: ManagedTask): void => {
    task.run().catch((error: unknown) => logger(`task ${task.arn}: ${reasonOf(error)}`));
  };

  const acceptUnknown = ({ task, desiredStatus, credentials: given }: IncomingTask): void => {
    const roles: { [role in RoleType]?: { credentialsId: string; roleArn: string } } = {};
    for (const role of ["TaskApplication", "TaskExecution"] as const) {
      const one = given[role];
      if (one === undefined) continue;
      roles[role] = { credentialsId: one.credentialsId, roleArn: one.roleArn };
      credentials.set(one);
    }
    const record = createTaskRecord(task, desiredStatus, roles, world.uuid);
    const managed = manage(record);
    if (desiredStatus === "STOPPED" || record.containers.length === 0) {
      // Why reported: a stop of a task we never had lets the control plane close its books.
      for (const container of record.containers) {
        container.status = "STOPPED";
        record.changes.push(changeOf(container, "STOPPED"));
      }
      const bare = record.containers.length === 0;
      addReport(
        record,
        "STOPPED",
        bare ? "TaskStateError: Agent could not progress task's state to stopped" : "",
      );
      record.status = "STOPPED";
      record.desiredStatus = "STOPPED";
      record.stoppedAt = world.now();
      save(record);
      report(record);
      scheduleCleanUp(record);
      return;
    }
    credentials.expect(record);
    settings.onTask(record);
    save(record);
    start(managed);
  };

  const handle = (event: RuntimeEvent): void => {
    if (event.type === "resync")
      resync().catch((error: unknown) => logger(`comparing with the runtime: ${reasonOf(error)}`));
    else for (const task of tasks.values()) if (task.handle(event)) return;
  };
  const resync = async (): Promise<void> => {
    const found = await runtime.list(label.containerInstance, containerInstanceArn);
    for (const task of tasks.values())
      if (task.record.status !== "STOPPED")
        await task.reconcile(found.filter((listing) => listing.labels[label.taskArn] === task.arn));
  };

  return {
    accept: async (incoming) => {
      const stopsFirst = incoming.toSorted(
        (a, b) => Number(a.desiredStatus === "RUNNING") - Number(b.desiredStatus === "RUNNING"),
      );
      for (const one of stopsFirst) {
        const known = tasks.get(one.task.arn);
        if (known === undefined) acceptUnknown(one);
        else if (one.desiredStatus === "STOPPED") known.stop();
      }
      try {
        await store.flushed();
      } catch (error) {
        if (error instanceof StoreError) settings.onFailure(error);
        throw error;
      }
    },
    refuse: (arn, reason) => {
      if (tasks.has(arn)) return;
      const record = createTaskRecord(
        { arn, family: "", version: "", containers: [], volumes: [] },
        "STOPPED",
        {},
        world.uuid,
      );
      record.status = "STOPPED";
      record.stoppedAt = world.now();
      addReport(record, "STOPPED", reason);
      manage(record);
      save(record);
      report(record);
      scheduleCleanUp(record);
    },
    find: (arn) => tasks.get(arn)?.record,
    tasks: () => [...tasks.values()].map((task) => task.record),
    stop: (arn) => tasks.get(arn)?.stop(),
    renew: (arn, role, renewed) => {
      const record = tasks.get(arn)?.record;
      if (record === undefined || record.status === "STOPPED") return false;
      const { credentialsId, roleArn } = renewed;
      credentials.set(renewed);
      if (record.roles[role]?.credentialsId === credentialsId) return true;
      record.roles = { ...record.roles, [role]: { credentialsId, roleArn } };
      credentials.expect(record);
      save(record);
      return true;
    },
    resume: async () => {
      for (const [name, value] of store.entries) if (name.startsWith("task/")) manage(value as TaskRecord);
      const found = await runtime.list(label.containerInstance, containerInstanceArn);
      // Why removed: the agent was killed between making a container and saving its task, so the task was
      // never acknowledged, and the control plane sends it again.
      for (const { id, labels } of found)
        if (!tasks.has(labels[label.taskArn] ?? "")) await runtime.remove(id);
      for (const task of [...tasks.values()]) {
        const { record } = task;
        if (record.outbox.length > 0) report(record);
        if (record.status === "STOPPED") {
          scheduleCleanUp(record);
          continue;
        }
        credentials.expect(record);
        settings.onTask(record);
        await task.reconcile(found.filter((listing) => listing.labels[label.taskArn] === task.arn));
        start(task);
      }
    },
    handle,
    abandon: () => {
      abandoned = true;
      for (const task of tasks.values()) task.abandon();
    },
  };
};
