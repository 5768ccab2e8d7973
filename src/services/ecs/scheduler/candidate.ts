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
  const made = readCandidate(instance, undefined);
  known.set(instance, made);
  return made;
};

/** Reads a container instance's row; what is as it was in an earlier reading of the same instance is not read again. */
export const readCandidate = (instance: ContainerInstanceRow, earlier: Candidate | undefined): Candidate => {
  if (earlier === undefined || earlier.instance.attributes !== instance.attributes) {
    return {
      instance,
      attributes: new Map(instance.attributes.map(({ name, value }) => [name ?? "", value ?? ""])),
      free: freeResources(instance.remainingResources),
    };
  }
  const before = { remaining: earlier.instance.remainingResources, free: earlier.free };
  return {
    instance,
    attributes: earlier.attributes,
    free: freeResources(instance.remainingResources, before),
  };
};
