/** The cluster query language: which container instances an expression describes. */
export { asksOfTasks } from "./asks-of-tasks.ts";
export { matches, type Subject } from "./matches.ts";
export { type Expression, parseExpression } from "./parse.ts";
