import type { ContextValue, RequestContext } from "../types.ts";

/**
 * The value of a context key, or undefined when the request has none. Key names ignore letter case
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html). Most keys are
 * written in the policy as they are in the request, so that spelling is tried first; nothing inherited counts.
 */
export const lookUp = (context: RequestContext, key: string): ContextValue | undefined => {
  if (Object.hasOwn(context, key)) return context[key];
  for (const candidate in context) {
    if (
      candidate.length === key.length &&
      sameIgnoringCase(candidate, key) &&
      Object.hasOwn(context, candidate)
    )
      return context[candidate];
  }
  return undefined;
};

const sameIgnoringCase = (one: string, other: string): boolean => {
  // The last character differs most often: keys share their beginning.
  const last = one.length - 1;
  if ((one.charCodeAt(last) | 0x20) !== (other.charCodeAt(last) | 0x20)) return false;
  return one.toLowerCase() === other.toLowerCase();
};
