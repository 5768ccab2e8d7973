import type { PlacementConstraint, PlacementStrategy } from "@aws-sdk/client-ecs";
import { invalidParameter } from "../errors.ts";
import { type Expression, parseExpression } from "./expression/index.ts";

/** How to choose among the instances that can take a task; the first strategy weighs most. */
export type Strategy =
  | { readonly type: "random" }
  | { readonly type: "spread"; readonly field: string }
  | { readonly type: "binpack"; readonly field: "cpu" | "memory" };

/** What an instance must satisfy next to what the task needs. */
export type Constraints = {
  readonly distinctInstance: boolean;
  readonly memberOf: readonly { readonly text: string; readonly expression: Expression }[];
};

/**
 * Reads placement strategies.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementStrategy.html
 * https://github.com/badmintoncryer/cdk-preflight (AWS's texts: pf-ecs-svc-*.rego)
 *
 * @throws AwsError InvalidParameterException
 */
export const readStrategies = (strategies: readonly PlacementStrategy[] | undefined): readonly Strategy[] => {
  if ((strategies?.length ?? 0) > 5) {
    throw invalidParameter("Maximum number of strategies is 5");
  }
  return (strategies ?? []).map(readStrategy);
};

const readStrategy = ({ type, field }: PlacementStrategy): Strategy => {
  switch (type) {
    case "random":
      if (field) throw invalidParameter("random field should not be specified");
      return { type };
    case "binpack": {
      const resource = field?.toLowerCase();
      if (resource !== "cpu" && resource !== "memory") {
        throw invalidParameter(`binpack field '${field ?? ""}' is invalid`);
      }
      return { type, field: resource };
    }
    case "spread":
      return { type, field: readSpreadField(field) };
    default:
      throw invalidParameter(`Invalid placement strategy type: ${String(type)}`);
  }
};

const readSpreadField = (field: string | undefined): string => {
  if (field === undefined || field === "") {
    throw invalidParameter("spread field should be specified");
  }
  if (field === "host" || field.toLowerCase() === "instanceid") return "instanceId";
  return field.startsWith("attribute:") ? field.slice("attribute:".length) : field;
};

/**
 * Reads placement constraints, those of the call and those of the task definition.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementConstraint.html
 *
 * @throws AwsError InvalidParameterException, with the place of a mistake in an expression
 */
export const readConstraints = (
  constraints: readonly (PlacementConstraint | { type?: string; expression?: string })[],
): Constraints => {
  if (constraints.length > 10) {
    throw invalidParameter("Maximum number of constraints is 10");
  }
  let distinctInstance = false;
  const memberOf: Constraints["memberOf"][number][] = [];
  for (const { type, expression } of constraints) {
    if (type === "distinctInstance") {
      if (expression) {
        throw invalidParameter("distinctInstance expression should not be specified");
      }
      distinctInstance = true;
    } else if (type === "memberOf") {
      if (!expression) throw invalidParameter("memberOf expression should be specified");
      memberOf.push({ text: expression, expression: parseExpression(expression) });
    } else {
      throw invalidParameter(`Invalid placement constraint type: ${String(type)}`);
    }
  }
  return { distinctInstance, memberOf };
};
