import type { State } from "../../../state/index.ts";
import type { Cancel, World } from "../../../world.ts";
import { targetGroupAttribute } from "../v2/target-groups/attributes.ts";
import { type TargetGroupRow, targetGroupTable } from "../v2/target-groups/table.ts";
import { type TargetRow, targetKey, targetTable } from "../v2/targets/table.ts";

/** What is asked of whoever carries the traffic when a target's time is over. */
export type DrainOptions = {
  readonly state: State;
  readonly world: Pick<World, "now" | "after">;
  readonly cut: (groupArn: string, key: string) => void;
};

/** Lets deregistered targets go. */
export type Drain = { readonly watch: (row: TargetRow) => void; readonly close: () => void };

const DEFAULT_DELAY = 300;

/**
 * Whether connections are ended when the delay is over: always with an application load balancer, with a network
 * load balancer if the target group wants it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#deregistration-delay
 */
const endsConnections = (group: TargetGroupRow): boolean =>
  group.protocol === "HTTP" ||
  group.protocol === "HTTPS" ||
  targetGroupAttribute(group, "deregistration_delay.connection_termination.enabled") === "true";

/**
 * Forgets deregistered targets when their deregistration delay is over. Until then they are shown as draining, even
 * if nothing goes to them any more.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay
 */
export const createDrain = ({ state, world, cut }: DrainOptions): Drain => {
  const timers = new Map<string, Cancel>();

  const finish = (row: TargetRow): void => {
    const key = targetKey(row);
    const group = state.table(targetGroupTable).get(row.targetGroupArn);
    if (group !== undefined && endsConnections(group)) cut(row.targetGroupArn, key);
    state
      .transact((transaction) => {
        const table = transaction.table(targetTable);
        if (table.get(key)?.deregisteredAt === row.deregisteredAt) table.delete(key);
      })
      // A failed commit stops the process; there is nobody to tell here.
      .catch(() => {});
  };

  return {
    watch: (row) => {
      const key = targetKey(row);
      timers.get(key)?.();
      timers.delete(key);
      if (row.deregisteredAt === undefined) return;
      const group = state.table(targetGroupTable).get(row.targetGroupArn);
      const delay =
        group === undefined
          ? 0
          : Number(targetGroupAttribute(group, "deregistration_delay.timeout_seconds") ?? DEFAULT_DELAY);
      const left = Math.max(0, row.deregisteredAt + delay * 1000 - world.now());
      timers.set(
        key,
        world.after(left, () => {
          timers.delete(key);
          finish(row);
        }),
      );
    },
    close: () => {
      for (const cancel of timers.values()) cancel();
      timers.clear();
    },
  };
};
