import type { Attribute } from "@aws-sdk/client-ecs";
import type { Candidate } from "./candidate.ts";

/** Why an instance cannot take a task whatever its resources. */
export type Infeasible = "AGENT" | "ATTRIBUTE";

/**
 * Whether an instance may take a task at all: its agent is connected and it has every attribute that the task
 * definition requires. undefined when it may.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-placement.html
 */
export const infeasible = (
  candidate: Candidate,
  requiredAttributes: readonly Attribute[],
): Infeasible | undefined => {
  if (!candidate.instance.agentConnected) return "AGENT";
  for (const { name, value } of requiredAttributes) {
    const has = candidate.attributes.get(name ?? "");
    if (has === undefined || (value !== undefined && value !== "" && value !== has)) return "ATTRIBUTE";
  }
  return undefined;
};
