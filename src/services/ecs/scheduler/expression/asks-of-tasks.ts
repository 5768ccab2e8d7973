import type { Expression } from "./parse.ts";

/** Whether the answer to an expression may change when only the tasks of an instance do. */
export const asksOfTasks = (expression: Expression): boolean => {
  switch (expression.kind) {
    case "and":
    case "or":
      return asksOfTasks(expression.left) || asksOfTasks(expression.right);
    case "not":
      return asksOfTasks(expression.of);
    default:
      return expression.subject === "task:group" || expression.subject === "runningTasksCount";
  }
};
