import type { ElementSyntax } from "../language/statement.ts";
import { compilePattern, matchesPattern, type Pattern } from "./pattern.ts";
import { parseText } from "./template.ts";

/** An `Action` or `NotAction` element. Action names ignore letter case. */
export type ActionMatcher = {
  readonly negated: boolean;
  readonly patterns: readonly Pattern[];
};

/** Prepares the element; wildcards may stand anywhere, variables nowhere. */
export const compileAction = (element: ElementSyntax): ActionMatcher => ({
  negated: element.name === "NotAction",
  patterns: element.values.flatMap(({ value }) => {
    const text = parseText(value.toLowerCase(), { variables: false, wildcards: true });
    return typeof text === "string" ? [compilePattern(text)] : [];
  }),
});

/** Whether the element covers the action, whose name is in lower case. */
export const actionMatches = (matcher: ActionMatcher, lowerCaseAction: string): boolean => {
  for (const pattern of matcher.patterns)
    if (matchesPattern(pattern, lowerCaseAction)) return !matcher.negated;
  return matcher.negated;
};
