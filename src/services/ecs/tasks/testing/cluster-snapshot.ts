import type { Reader } from "../../../../state/index.ts";
import type { World } from "../../../../world.ts";
import { containerInstanceTable } from "../../container-instances/table.ts";
import { type Candidate, candidateOf } from "../../scheduler/candidate.ts";
import type { Snapshot } from "../../scheduler/plan.ts";
import { taskTable } from "../table.ts";
import { taskFacts } from "../task-facts.ts";

/** The ACTIVE container instances of a cluster, read from their rows. */
export const readCandidates = (state: Reader, clusterArn: string): readonly Candidate[] => {
  const candidates: Candidate[] = [];
  for (const instance of state.table(containerInstanceTable).by("registered", clusterArn)) {
    if (instance.status === "ACTIVE") candidates.push(candidateOf(instance));
  }
  return candidates;
};

/** A cluster as `plan` takes it, for tasks of one group: what plans that are made incrementally are held to. */
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
