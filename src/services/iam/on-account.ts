import type { Need } from "../../operation/index.ts";

/** The need of an action that IAM decides on no resource. */
export const onAccount = (_context: unknown, action: string): Need => ({ action, resource: "*" });
