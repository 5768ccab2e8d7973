import { clientException } from "../../errors.ts";
import { parseExpression } from "../../scheduler/expression/index.ts";
import type { TaskRule } from "./rule.ts";

const MOST = 10;

/**
 * Where a task may be placed: only `memberOf`, with an expression that can be read. What it asks for need not exist.
 * https://github.com/aws-samples/aws-cdk-examples/issues/628 (another type)
 * https://github.com/aws/amazon-ecs-agent/pull/3044 (attributes that nobody has are accepted)
 */
export const placementConstraints: TaskRule = (task) => {
  const constraints = task.placementConstraints ?? [];
  if (constraints.length > MOST) throw clientException("Too many placement constraints.");
  for (const { type, expression } of constraints) {
    if (type !== "memberOf") throw clientException(`constraint.type '${type}' is not supported.`);
    if (!expression) throw clientException("constraint.expression should not be null or empty.");
    parseExpression(expression);
  }
};
