import type { Candidate } from "./candidate.ts";
import type { FreeResources } from "./resources.ts";

/** How an instance stands for the next task of a request. */
export type Standing = {
  /** The instance's place among those of its cluster: the order of equals. */
  readonly sequence: number;
  candidate: Candidate;
  /** What it has left, less what a plan has put there. */
  free: FreeResources;
  /** How many tasks of the task's group it has, with those that a plan has put there. */
  groupCount: number;
  /** Whether it may have such a task whatever its resources. */
  feasible: boolean;
  /** Whether it is among the ranks: it is feasible and the next task fits. */
  ranked: boolean;
};
