import type { ContainerInstanceRow } from "../container-instances/table.ts";
import { type FreeResources, freeResources } from "./resources.ts";

/** A container instance as placement looks at it. */
export type Candidate = {
  readonly instance: ContainerInstanceRow;
  /** Attribute values by name; an attribute without a value has the empty one. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly free: FreeResources;
};

const known = new WeakMap<ContainerInstanceRow, Candidate>();

/**
 * Reads a container instance's row. Rows never change, so each is read once: what a placement costs depends on
 * the instances that changed since the last one, and not on the tasks they run.
 */
export const candidateOf = (instance: ContainerInstanceRow): Candidate => {
  const found = known.get(instance);
  if (found !== undefined) return found;
  const made: Candidate = {
    instance,
    attributes: new Map(instance.attributes.map(({ name, value }) => [name ?? "", value ?? ""])),
    free: freeResources(instance.remainingResources),
  };
  known.set(instance, made);
  return made;
};
