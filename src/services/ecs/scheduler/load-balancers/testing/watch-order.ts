import type { State } from "../../../../../state/index.ts";
import { targetTable } from "../../../../elb/v2/targets/table.ts";
import { type TaskRow, taskTable } from "../../../tasks/table.ts";

/** What was seen while a service changed. */
export type SeenOrder = {
  /** The fewest targets that could take a request at any moment. */
  readonly fewestHealthy: () => number;
  /** Tasks that were told to stop while requests could still be sent to them. */
  readonly cutOff: () => readonly string[];
  readonly stop: () => void;
};

const portOf = (task: TaskRow): number | undefined => task.containers[0]?.networkBindings[0]?.hostPort;

/** Watches that users' requests stay alive, whatever the scheduler does. */
export const watchOrder = (state: State): SeenOrder => {
  let fewest = Number.POSITIVE_INFINITY;
  const cutOff: string[] = [];
  const count = (): void => {
    const healthy = [...state.table(targetTable).all()].filter(({ health }) => health.state === "healthy");
    fewest = Math.min(fewest, healthy.length);
  };
  const subscriptions = [
    state.subscribe(targetTable, count),
    state.subscribe(taskTable, ({ before, after }) => {
      const told = after?.desiredStatus === "STOPPED" && after.lastStatus !== "DEACTIVATING";
      const toldBefore = before?.desiredStatus === "STOPPED" && before.lastStatus !== "DEACTIVATING";
      const byItself = after?.lastStatus === "STOPPED";
      if (!told || toldBefore || byItself || before?.lastStatus === "PENDING") return;
      const port = portOf(after);
      if ([...state.table(targetTable).all()].some((row) => row.port === port)) cutOff.push(after.arn);
    }),
  ];
  return {
    fewestHealthy: () => fewest,
    cutOff: () => cutOff,
    stop: () => {
      for (const unsubscribe of subscriptions) unsubscribe();
    },
  };
};
