import type { RuleCondition } from "@aws-sdk/client-elastic-load-balancing-v2";
import { invalidConfiguration, validationError } from "../errors.ts";
import { CONDITION_KINDS, type Condition } from "./condition-kinds.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const MOST_VALUES = 5;
const MOST_WILDCARDS = 5;

/** The fields of which a rule has one condition at most. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
const ONCE: readonly string[] = ["host-header", "path-pattern", "http-request-method", "source-ip"];

const settled = (condition: RuleCondition): Condition => {
  const { Field } = condition;
  if (Field === undefined || Field === "") throw validationError("A condition field must be specified");
  const kind = Object.hasOwn(CONDITION_KINDS, Field) ? CONDITION_KINDS[Field] : undefined;
  if (kind === undefined)
    throw validationError(
      `Condition field '${Field}' must be one of '[${Object.keys(CONDITION_KINDS).join(", ")}]'`,
    );
  return kind(condition);
};

/**
 * The conditions of a rule, as they are kept and shown: `*Config` is always there, and `Values` as well for
 * `host-header` and `path-pattern`, as AWS shows them.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
 *
 * @throws AwsError ValidationError, InvalidConfigurationRequest
 */
export const checkedConditions = (conditions: readonly RuleCondition[]): RuleCondition[] => {
  if (conditions.length === 0) throw validationError("A condition must be specified");
  const all = conditions.map(settled);
  for (const field of ONCE)
    if (all.filter(({ condition }) => condition.Field === field).length > 1)
      throw invalidConfiguration(`A rule can have only one condition with the field '${field}'`);
  if (all.reduce((sum, { count }) => sum + count, 0) > MOST_VALUES)
    throw validationError(`A rule can only have '${MOST_VALUES}' condition values and regex values`);
  const wildcards = all.flatMap(({ wild }) => wild.flatMap((text) => text.match(/[*?]/g) ?? []));
  if (wildcards.length > MOST_WILDCARDS)
    throw validationError(`A rule can only have '${MOST_WILDCARDS}' condition wildcards`);
  return all.map(({ condition }) => condition);
};
