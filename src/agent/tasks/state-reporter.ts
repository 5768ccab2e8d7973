import type { World } from "../../world.ts";
import type { ApiClient } from "../api/client.ts";
import { ApiError, describeError, isTransient } from "../api/errors.ts";
import type { StateReport, TaskRecord } from "./task-record.ts";

/** Sends what is in the tasks' outboxes with SubmitTaskStateChange. */
export type StateReporter = {
  /** The task's outbox has something new. */
  readonly submit: (task: TaskRecord) => void;
  /** The control plane is known to be back: retry now what waits. */
  readonly retryNow: () => void;
};

const mostTasksAtOnce = 10;
const mebi = 1024;

/**
 * Sends each task's reports strictly in order, those of at most ten tasks at a time. Failures that pass by
 * themselves are retried after 30 ms × 2ⁿ (5 min at most), refusals after 1 s × 1.3ⁿ (30 s at most), both for
 * ever; a report that is refused with InvalidParameterException is dropped.
 */
export const createStateReporter = (settings: {
  readonly api: ApiClient;
  readonly world: World;
  readonly cluster: string;
  readonly logger: (line: string) => void;
  /** The outbox has become shorter. */
  readonly save: (task: TaskRecord) => void;
  readonly signal: AbortSignal;
}): StateReporter => {
  const { api, world, cluster, logger, signal } = settings;
  const active = new Set<TaskRecord>();
  const waiting = new Set<TaskRecord>();
  const sleeping = new Set<() => void>();

  const sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      const wake = () => {
        cancel();
        sleeping.delete(wake);
        resolve();
      };
      const cancel = world.after(milliseconds, wake);
      sleeping.add(wake);
    });

  const send = async (task: TaskRecord, report: StateReport): Promise<void> => {
    const { arn } = task.definition;
    let transientPause = 30;
    let refusedPause = 1000;
    while (!signal.aborted)
      try {
        await api.call("SubmitTaskStateChange", { cluster, task: arn, ...report }, { attempts: 1, signal });
        return;
      } catch (error) {
        if (signal.aborted) return;
        logger(`SubmitTaskStateChange ${report.status} of ${arn}: ${describeError(error)}`.slice(0, mebi));
        if (error instanceof ApiError && error.code === "InvalidParameterException") return;
        const transient = isTransient(error);
        await sleep(transient ? transientPause : refusedPause);
        if (transient) transientPause = Math.min(300_000, transientPause * 2);
        else refusedPause = Math.min(30_000, refusedPause * 1.3);
      }
  };

  const drain = async (task: TaskRecord): Promise<void> => {
    for (let report = task.outbox[0]; report !== undefined; report = task.outbox[0]) {
      await send(task, report);
      if (signal.aborted) return;
      task.outbox = task.outbox.slice(1);
      settings.save(task);
    }
  };

  const next = (): void => {
    for (const task of waiting) {
      if (active.size >= mostTasksAtOnce) return;
      waiting.delete(task);
      active.add(task);
      drain(task).finally(() => {
        active.delete(task);
        if (task.outbox.length > 0 && !signal.aborted) waiting.add(task);
        next();
      });
    }
  };

  return {
    submit: (task) => {
      if (active.has(task)) return;
      waiting.add(task);
      next();
    },
    retryNow: () => {
      for (const wake of [...sleeping]) wake();
    },
  };
};
