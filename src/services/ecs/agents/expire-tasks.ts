import type { ControlPlane } from "../../../operation/index.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { taskTable } from "../tasks/table.ts";
import { createExpiry } from "./expiry.ts";

const HOUR = 60 * 60 * 1000;

/**
 * Forgets stopped tasks an hour after their end, as AWS does, and deregistered container instances after a day.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-errors.html
 */
export const startExpiry = ({ state, world }: ControlPlane): (() => void) => {
  const tasks = createExpiry(world, HOUR, (arns) => {
    void state
      .transact((transaction) => {
        for (const arn of arns) transaction.table(taskTable).delete(arn);
      })
      .catch(() => {});
  });
  const instances = createExpiry(world, 24 * HOUR, (arns) => {
    void state
      .transact((transaction) => {
        for (const arn of arns) transaction.table(containerInstanceTable).delete(arn);
      })
      .catch(() => {});
  });
  const ended = [...state.table(taskTable).all()].filter((task) => task.stoppedAt !== undefined);
  ended.sort((left, right) => (left.stoppedAt ?? 0) - (right.stoppedAt ?? 0));
  for (const task of ended) tasks.add(task.arn, task.stoppedAt ?? 0);
  for (const row of state.table(containerInstanceTable).by("inactive", "true")) {
    instances.add(row.arn, row.deregisteredAt ?? world.now());
  }
  const subscriptions = [
    state.subscribe(taskTable, ({ key, after }) => {
      if (after === undefined) tasks.remove(key);
      else if (after.stoppedAt !== undefined) tasks.add(key, after.stoppedAt);
    }),
    state.subscribe(containerInstanceTable, ({ key, after }) => {
      if (after === undefined) instances.remove(key);
      else if (after.status === "INACTIVE") instances.add(key, after.deregisteredAt ?? world.now());
    }),
  ];
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
    tasks.stop();
    instances.stop();
  };
};
