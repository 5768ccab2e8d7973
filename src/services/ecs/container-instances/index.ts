import type { AnyOperation } from "../../../operation/index.ts";

/** The operations of this noun. */
export const containerInstanceOperations: readonly AnyOperation[] = [];
