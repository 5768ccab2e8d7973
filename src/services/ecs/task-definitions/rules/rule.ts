import type { ContainerDefinition, RegisterTaskDefinitionRequest } from "@aws-sdk/client-ecs";
import { clientException } from "../../errors.ts";

/** A container definition whose name has been checked. */
export type NamedContainer = ContainerDefinition & { readonly name: string };

/** What a task definition must be. Throws ClientException, which is what RegisterTaskDefinition answers. */
export type TaskRule = (task: RegisterTaskDefinitionRequest, containers: readonly NamedContainer[]) => void;

/** What each container definition must be, on its own or next to the others of its task. */
export type ContainerRule = (
  container: NamedContainer,
  task: RegisterTaskDefinitionRequest,
  containers: readonly NamedContainer[],
) => void;

/** Whether the definition is to be checked against what AWS Fargate can run. */
export const forFargate = (task: RegisterTaskDefinitionRequest): boolean =>
  task.requiresCompatibilities?.includes("FARGATE") ?? false;

/** Refuses a value outside the range; `undefined` is in every range. */
export const requireRange = (
  value: number | undefined,
  lowest: number,
  highest: number,
  text: string,
): void => {
  if (value !== undefined && (!Number.isInteger(value) || value < lowest || value > highest)) {
    throw clientException(text);
  }
};

/** The values that occur more than once, each once. */
export const repeated = (values: readonly (string | undefined)[]): readonly string[] => {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const value of values) {
    if (value === undefined) continue;
    if (seen.has(value)) twice.add(value);
    seen.add(value);
  }
  return [...twice];
};

/** Whether the edges, from each name to those it depends on, lead in a circle. */
export const hasCycle = (edges: ReadonlyMap<string, readonly string[]>): boolean => {
  const state = new Map<string, "visiting" | "done">();
  const visit = (name: string): boolean => {
    if (state.get(name) === "done") return false;
    if (state.get(name) === "visiting") return true;
    state.set(name, "visiting");
    const found = (edges.get(name) ?? []).some(visit);
    state.set(name, "done");
    return found;
  };
  return [...edges.keys()].some(visit);
};
