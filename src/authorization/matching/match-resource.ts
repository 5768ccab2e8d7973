import type { ElementSyntax } from "../language/statement.ts";
import type { RequestContext } from "../types.ts";
import {
  ANY_CHARACTER,
  ANY_CHARACTER_IN_PART,
  ANY_TEXT,
  ANY_TEXT_IN_PART,
  compilePattern,
  matchesPattern,
  type Pattern,
} from "./pattern.ts";
import { parseText, resolve, type Template } from "./template.ts";

/** A `Resource` or `NotResource` element. */
export type ResourceMatcher = {
  readonly negated: boolean;
  /** One of the values is `*`. */
  readonly any: boolean;
  readonly patterns: readonly Pattern[];
  readonly templates: readonly Template[];
};

/** Prepares the element; `variables`: the document's version knows policy variables. */
export const compileResource = (element: ElementSyntax, variables: boolean): ResourceMatcher => {
  const texts = element.values.map(({ value }) => parseResource(value, variables));
  return {
    negated: element.name === "NotResource",
    any: element.values.some(({ value }) => /^\*+$/.test(value)),
    patterns: texts.flatMap((text) => (typeof text === "string" ? [compilePattern(text)] : [])),
    templates: texts.flatMap((text) => (typeof text === "object" ? [text] : [])),
  };
};

/**
 * Whether the element covers the resource. An action that takes no resource is decided on `*`, which nothing but
 * `*` covers. "The resource that includes a policy variable with no value will not match any resource."
 */
export const resourceMatches = (
  matcher: ResourceMatcher,
  resource: string,
  context: RequestContext,
): boolean => {
  if (matcher.any) return !matcher.negated;
  if (resource === "*") return matcher.negated;
  for (const pattern of matcher.patterns) if (matchesPattern(pattern, resource)) return !matcher.negated;
  for (const template of matcher.templates) {
    const text = resolve(template, context);
    if (text !== undefined && matchesPattern(compilePattern(text), resource)) return !matcher.negated;
  }
  return matcher.negated;
};

const FIRST_PARTS = /^(?:[^:]*:){0,5}/;

/**
 * Reads one resource. Variables have a meaning only after the fifth colon
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-resourceelement).
 * Before it, a wildcard stays in its part of the ARN, but "if the * wildcard is the last character of a resource
 * ARN segment, it can expand to match beyond the colon boundaries"
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
 * Returns a text for `compilePattern`, a template when there are variables, undefined when it can match nothing.
 */
export const parseResource = (value: string, variables: boolean): string | Template | undefined => {
  const [matched = ""] = FIRST_PARTS.exec(value) ?? [];
  const complete = matched.split(":").length === 6;
  const head = complete ? matched : value;
  const parsed = parseText(head, { variables: false, wildcards: true });
  if (typeof parsed !== "string") return undefined;
  const parts = keepInParts(parsed);
  if (!complete) return parts;
  const rest = parseText(value.slice(head.length), { variables, wildcards: true });
  if (rest === undefined) return undefined;
  return typeof rest === "string" ? parts + rest : [parts, ...rest];
};

const keepInParts = (text: string): string =>
  text
    .replaceAll(ANY_CHARACTER, ANY_CHARACTER_IN_PART)
    .split(":")
    .map((part) => {
      const crosses = part.endsWith(ANY_TEXT);
      const body = crosses ? part.slice(0, -1) : part;
      return body.replaceAll(ANY_TEXT, ANY_TEXT_IN_PART) + (crosses ? ANY_TEXT : "");
    })
    .join(":");
