import type { AnyOperation } from "../../../operation/index.ts";

/** The operations on task definitions. */
export const taskDefinitionOperations: readonly AnyOperation[] = [];
