import type { Reader } from "../../../state/index.ts";
import type { Snapshot } from "../scheduler/plan.ts";
import { taskTable } from "./table.ts";

/** What an expression may ask of an instance's tasks. Reads indexes only. */
export const taskFacts = (state: Reader): Pick<Snapshot, "groupsOn" | "countByStatus"> => {
  const tasks = state.table(taskTable);
  return {
    groupsOn: (instanceArn) => {
      const groups = new Set<string>();
      for (const { group } of tasks.by("live", instanceArn)) groups.add(group);
      return groups;
    },
    countByStatus: (instanceArn, status) => tasks.countBy("instanceStatus", `${instanceArn}/${status}`),
  };
};
