import { type CompiledPolicy, compilePolicy, type PolicyOrigin } from "../../authorization/index.ts";
import { createLeastRecentlyUsed } from "./least-recently-used.ts";

/** Enough for every policy of a large account; a document costs some kilobytes. */
const KEPT = 4096;

const kept = createLeastRecentlyUsed<string, CompiledPolicy>(KEPT);

/**
 * A policy document compiled; the same text of the same origin is compiled once. Only a change of a
 * principal's policies comes here, so building the key costs nothing that matters.
 */
export const compiledDocument = (document: string, origin: PolicyOrigin): CompiledPolicy => {
  const key = JSON.stringify([origin.kind, origin.name, origin.arn, origin.attachedTo, document]);
  return kept.get(key) ?? kept.set(key, compilePolicy(document, origin));
};
