import type { State } from "../../../../../state/index.ts";
import { classicInstanceTable } from "../../../../elb/classic/table.ts";
import {
  type TargetHealth,
  type TargetRow,
  targetKey,
  targetTable,
} from "../../../../elb/v2/targets/table.ts";

/**
 * What carries the traffic, as the tables see it: it finds targets healthy unless told otherwise, and lets those that
 * were deregistered go once their requests are said to have ended.
 */
export class TestTraffic {
  readonly #state: State;
  /** Whether new targets are found healthy by themselves. */
  passes = true;
  /** Whether targets that drain have no requests left. */
  drains = true;

  constructor(state: State) {
    this.#state = state;
  }

  /** Does what is to be done once; answers whether there was anything. */
  async step(): Promise<boolean> {
    const due = [...this.#state.table(targetTable).all()].filter(
      ({ health: { state } }) =>
        (state === "initial" && this.passes) || (state === "draining" && this.drains),
    );
    const instances = [...this.#state.table(classicInstanceTable).all()].filter((row) =>
      row.deregisteredAt === undefined ? row.state !== "InService" && this.passes : this.drains,
    );
    if (due.length + instances.length === 0) return false;
    await this.#state.transact((state) => {
      for (const row of due) {
        if (row.health.state === "draining") state.table(targetTable).delete(targetKey(row));
        else state.table(targetTable).put({ ...row, health: { state: "healthy" } });
      }
      for (const row of instances) {
        const table = state.table(classicInstanceTable);
        if (row.deregisteredAt !== undefined) table.delete(`${row.loadBalancer} ${row.instanceId}`);
        else table.put({ ...row, state: "InService", reasonCode: "N/A", description: "N/A" });
      }
    });
    return true;
  }

  /** The targets of all groups. */
  targets(): readonly TargetRow[] {
    return [...this.#state.table(targetTable).all()];
  }

  /** Finds every target of a port in this health. */
  find(health: TargetHealth, of: (row: TargetRow) => boolean = () => true): Promise<void> {
    return this.#state.transact((state) => {
      for (const row of this.targets().filter(of)) state.table(targetTable).put({ ...row, health });
    });
  }
}
