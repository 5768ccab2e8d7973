import type { ConditionSyntax, SetOperator } from "../language/condition.ts";
import type { ContextValue, RequestContext } from "../types.ts";
import { lookUp } from "./context.ts";
import { OPERATORS, type ValueTest } from "./operators/index.ts";

/** One operator and key of a `Condition` element, ready to be asked. */
export type ConditionMatcher = {
  readonly key: string;
  readonly set: SetOperator | undefined;
  readonly negated: boolean;
  readonly test: ValueTest;
  /** The answer when the request has no such key. */
  readonly whenMissing: boolean;
  /** For `Null`: the answer when the request has the key. Undefined for every other operator. */
  readonly whenPresent: boolean | undefined;
  readonly syntax: ConditionSyntax;
};

/** Prepares one condition; `variables`: the document's version knows policy variables. */
export const compileCondition = (syntax: ConditionSyntax, variables: boolean): ConditionMatcher => {
  const values = syntax.values.map(({ value }) => value);
  const common = { key: syntax.key.value, set: syntax.set, syntax };
  if (syntax.operator === "Null") {
    const wanted = new Set(values.map((value) => value.toLowerCase()));
    return {
      ...common,
      negated: false,
      test: () => false,
      whenMissing: wanted.has("true"),
      whenPresent: wanted.has("false"),
    };
  }
  const { family, negated } = OPERATORS[syntax.operator];
  return {
    ...common,
    negated,
    test: family(values, variables),
    // "If the key that you specify in a policy condition is not present in the request context, the values do not
    // match and the condition is false"; true for negated operators, for …IfExists and for ForAllValues, while
    // ForAnyValue "returns false" whenever there is nothing to look at, and IfExists does not change that:
    // https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w/foranyvalue-stringequalsifexists-behaving-unexpectedly
    whenMissing: syntax.set === "ForAllValues" || (syntax.set === undefined && (syntax.ifExists || negated)),
    whenPresent: undefined,
  };
};

/**
 * Whether the condition holds. Several values of one condition are alternatives; of a negated operator, none may
 * match. A multivalued key under an operator without ForAllValues or ForAnyValue, which AWS leaves undefined,
 * matches when any of its values does. An empty list is a missing key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export const conditionHolds = (condition: ConditionMatcher, context: RequestContext): boolean => {
  const seen: ContextValue | undefined = lookUp(context, condition.key);
  if (seen === undefined || seen.length === 0) {
    if (seen !== "") return condition.whenMissing;
    // An empty text is a value, but for the set operators it is no member of the set: "if the key values resolve
    // to an empty data set (for example, an empty string)".
    if (condition.set !== undefined && condition.whenPresent === undefined)
      return condition.set === "ForAllValues";
  }
  if (condition.whenPresent !== undefined) return condition.whenPresent;
  const { test, negated } = condition;
  if (typeof seen === "string") return test(seen, context) !== negated;
  if (condition.set === "ForAllValues") {
    for (const value of seen) if (test(value, context) === negated) return false;
    return true;
  }
  if (condition.set === "ForAnyValue") {
    for (const value of seen) if (test(value, context) !== negated) return true;
    return false;
  }
  for (const value of seen) if (test(value, context)) return !negated;
  return negated;
};
