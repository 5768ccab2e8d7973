import type { RequestContext } from "../types.ts";
import { lookUp } from "./context.ts";
import { ANY_CHARACTER, ANY_TEXT, holdsWildcard } from "./pattern.ts";

/** A policy variable: the context key it stands for and its default value, if the policy gives one. */
type Variable = { readonly key: string; readonly default?: string };
/** Text of a policy in which variables have still to be replaced. */
export type Template = readonly (string | Variable)[];

/** What a text of the policy means where it stands. */
export type TextRules = {
  /** Variables exist since 2012-10-17; in older documents `${` is text like any other. */
  readonly variables: boolean;
  readonly wildcards: boolean;
};

const VARIABLE = /^([^,']+)(?:,\s*'([^']*)')?$/;

/**
 * Takes a text of the policy apart. A text without variables comes back as a string, one with variables as a
 * {@link Template}; wildcards have become the characters of `pattern.ts`. undefined: the text can match nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const parseText = (text: string, rules: TextRules): string | Template | undefined => {
  if (holdsWildcard(text)) return undefined;
  const plain = rules.wildcards ? markWildcards : (part: string) => part;
  if (!rules.variables || !text.includes("${")) return plain(text);
  const parts: (string | Variable)[] = [];
  let pending = "";
  let at = 0;
  for (let open = text.indexOf("${"); open !== -1; open = text.indexOf("${", at)) {
    const close = text.indexOf("}", open);
    if (close === -1) break;
    pending += plain(text.slice(at, open));
    const inside = text.slice(open + 2, close);
    at = close + 1;
    if (inside === "*" || inside === "?" || inside === "$") {
      pending += inside;
      continue;
    }
    const variable = VARIABLE.exec(inside);
    // Not the form of a variable: it never has a value.
    if (variable === null) return undefined;
    if (pending !== "") parts.push(pending);
    pending = "";
    const [, name = "", fallback] = variable;
    const key = name.trimEnd();
    parts.push(fallback === undefined ? { key } : { key, default: fallback });
  }
  pending += plain(text.slice(at));
  if (parts.length === 0) return pending;
  if (pending !== "") parts.push(pending);
  return parts;
};

const markWildcards = (text: string): string => text.replaceAll("*", ANY_TEXT).replaceAll("?", ANY_CHARACTER);

/**
 * Replaces the variables. undefined when one has neither value nor default: then the text equals nothing and is
 * like nothing. A multivalued key is no value here ("you can't use multivalued context keys as policy variables",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html).
 */
export const resolve = (template: Template, context: RequestContext): string | undefined => {
  let text = "";
  for (const part of template) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const found = lookUp(context, part.key);
    const value = typeof found === "string" ? found : part.default;
    if (value === undefined || holdsWildcard(value)) return undefined;
    text += value;
  }
  return text;
};

/** The context keys that a template refers to. */
export const keysOf = (template: Template): readonly string[] =>
  template.flatMap((part) => (typeof part === "string" ? [] : [part.key]));
