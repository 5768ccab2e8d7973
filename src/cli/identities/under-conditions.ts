import {
  type AuthorizationRequest,
  type ContextValue,
  type Decision,
  decide,
  type Explanation,
  explain,
  type PolicyLayers,
} from "../../authorization/index.ts";

/** A condition that a request has to fulfil: as the policy has it. */
export type Assumption = {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
};

/** Whether a request is allowed, and under which conditions on what it did not tell. */
export type ConditionalDecision = {
  readonly decision: Decision;
  readonly assumptions: readonly Assumption[];
};

const MOST_ROUNDS = 8;

/**
 * Decides a request and, if it is denied for want of context keys that the request does not have, once more with
 * values that the nearest statement asks for: the engine decides on an example of a request that fulfils it.
 */
export const decideUnderConditions = (
  request: AuthorizationRequest,
  layers: PolicyLayers,
): ConditionalDecision => {
  const first = decide(request, layers);
  if (first.outcome !== "implicitDeny") return { decision: first, assumptions: [] };
  const assumptions: Assumption[] = [];
  let current = request;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const missing = missingConditions(explain(current, layers));
    if (missing === undefined) break;
    const context: Record<string, ContextValue> = { ...current.context };
    for (const assumption of missing) {
      const value = exampleFor(assumption);
      if (value === undefined) return { decision: first, assumptions: [] };
      context[assumption.key] = value;
      assumptions.push(assumption);
    }
    current = { ...current, context };
    const decision = decide(current, layers);
    if (decision.allowed) return { decision, assumptions };
    if (decision.outcome === "explicitDeny") break;
  }
  return { decision: first, assumptions: [] };
};

// The nearest miss that lacks nothing but conditions on keys that the request does not have.
const missingConditions = ({ nearMisses }: Explanation): readonly Assumption[] | undefined => {
  const candidate = nearMisses.find(({ mismatches }) =>
    mismatches.every((mismatch) => mismatch.reason === "condition" && mismatch.seen === null),
  );
  return candidate?.mismatches.flatMap((mismatch) =>
    mismatch.reason === "condition"
      ? [
          {
            operator: mismatch.operator,
            key: mismatch.key,
            wanted: (mismatch.resolved ?? mismatch.wanted).flatMap((value) => value ?? []),
          },
        ]
      : [],
  );
};

const exampleFor = ({ operator, wanted }: Assumption): ContextValue | undefined => {
  const [, set, name = ""] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(?:IfExists)?$/.exec(operator) ?? [];
  const value = exampleValue(name, wanted[0]);
  return value === undefined || set === undefined ? value : [value];
};

const exampleValue = (operator: string, wanted: string | undefined): string | undefined => {
  if (wanted === undefined) return undefined;
  if (operator === "Null") return wanted.toLowerCase() === "false" ? "example" : undefined;
  const step = operator.endsWith("LessThan") ? -1 : operator.endsWith("GreaterThan") ? 1 : 0;
  if (operator.startsWith("Numeric")) return String(Number(wanted) + step);
  if (operator.startsWith("Date") && step !== 0) {
    const moment = /^\d+$/.test(wanted) ? Number(wanted) * 1000 : Date.parse(wanted);
    return Number.isNaN(moment) ? undefined : new Date(moment + step * 1000).toISOString();
  }
  if (operator === "IpAddress") return wanted.replace(/\/\d+$/, "");
  return wanted.replaceAll(/[*?]/g, "x");
};
