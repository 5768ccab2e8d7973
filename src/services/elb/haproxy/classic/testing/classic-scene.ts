import { instanceTable } from "../../../../ec2/index.ts";
import {
  type ClassicInstanceRow,
  type ClassicLoadBalancerRow,
  classicInstanceTable,
  classicLoadBalancerTable,
} from "../../../classic/table.ts";
import type { LoadBalancingOptions } from "../../start-load-balancing.ts";
import { openScene, type Scene } from "../../testing/scene.ts";
import { addressOf } from "./machines.ts";
import { machineRow } from "./rows.ts";

/** A {@link Scene} with the instances `i-1` and `i-2`. */
export type ClassicScene = Scene & {
  /** Puts rows in one transaction, and waits until they are in force. */
  readonly set: (...rows: readonly (ClassicLoadBalancerRow | ClassicInstanceRow)[]) => Promise<void>;
  readonly row: (instanceId: string) => ClassicInstanceRow | undefined;
  /** Waits until an instance's row, or its absence, is so. */
  readonly untilRow: (
    instanceId: string,
    matches: (row: ClassicInstanceRow | undefined) => boolean,
  ) => Promise<void>;
  /** Waits until these are in service, and what follows from it is in force. */
  readonly inService: (...instanceIds: readonly string[]) => Promise<void>;
};

/** Opens a {@link ClassicScene} with a real HAProxy. */
export const openClassicScene = async (given: Partial<LoadBalancingOptions> = {}): Promise<ClassicScene> => {
  const scene = await openScene({ instanceAddressOf: addressOf, ...given });
  await scene.state.transact((state) => {
    for (const id of ["i-1", "i-2"]) state.table(instanceTable).put(machineRow(id));
  });
  const turn = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    await scene.balancing.settled();
  };
  const row = (instanceId: string): ClassicInstanceRow | undefined =>
    [...scene.state.table(classicInstanceTable).by("instance", instanceId)][0];
  const untilRow: ClassicScene["untilRow"] = (instanceId, matches) =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!matches(row(instanceId))) return;
        stop();
        resolve();
      };
      const stop = scene.state.subscribe(classicInstanceTable, look);
      look();
    });
  return {
    ...scene,
    set: async (...rows) => {
      await scene.state.transact((state) => {
        for (const each of rows) {
          if ("instanceId" in each) state.table(classicInstanceTable).put(each);
          else state.table(classicLoadBalancerTable).put(each);
        }
      });
      await turn();
    },
    row,
    untilRow,
    inService: async (...instanceIds) => {
      for (const id of instanceIds) await untilRow(id, (found) => found?.state === "InService");
      await turn();
    },
  };
};
