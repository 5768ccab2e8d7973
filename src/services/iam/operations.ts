import type { AnyOperation } from "../../operation/index.ts";

/** Every operation of IAM that there is. */
export const operations: readonly AnyOperation[] = [];
