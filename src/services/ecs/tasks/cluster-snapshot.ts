import type { Reader } from "../../../state/index.ts";
import type { World } from "../../../world.ts";
import { containerInstanceTable } from "../container-instances/table.ts";
import { type Candidate, candidateOf } from "../scheduler/candidate.ts";
import type { Snapshot } from "../scheduler/plan.ts";
import { taskTable } from "./table.ts";

/** The ACTIVE container instances of a cluster, as placement looks at them. */
export const activeCandidates = (state: Reader, clusterArn: string): readonly Candidate[] => {
  const candidates: Candidate[] = [];
  for (const instance of state.table(containerInstanceTable).by("registered", clusterArn)) {
    if (instance.status === "ACTIVE") candidates.push(candidateOf(instance));
  }
  return candidates;
};

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

/** A cluster as placement looks at it, for tasks of one group. */
export const clusterSnapshot = (
  state: Reader,
  world: Pick<World, "random">,
  candidates: readonly Candidate[],
  group: string,
): Snapshot => {
  const tasks = state.table(taskTable);
  return {
    candidates,
    groupCount: (instanceArn) => tasks.countBy("instanceGroup", `${instanceArn}/${group}`),
    ...taskFacts(state),
    random: world.random,
  };
};
