import type { PolicyKind } from "../types.ts";
import { type ConditionSyntax, readConditions } from "./condition.ts";
import type { Refuse } from "./document.ts";
import type { JsonNode, JsonObject } from "./json.ts";
import { type PrincipalSyntax, readPrincipal } from "./principal.ts";

/** A string of the document and the offset where it stands. */
export type Located = { readonly value: string; readonly start: number };

/** `Action`, `NotAction`, `Resource` or `NotResource`. */
export type ElementSyntax = {
  readonly name: "Action" | "NotAction" | "Resource" | "NotResource";
  readonly values: readonly Located[];
  readonly start: number;
};

/** One statement as it was written; offsets are into the document's source. */
export type StatementSyntax = {
  readonly index: number;
  readonly start: number;
  readonly end: number;
  readonly sid?: Located;
  readonly effect?: Located;
  readonly principal?: PrincipalSyntax;
  readonly action?: ElementSyntax;
  readonly resource?: ElementSyntax;
  readonly conditions: readonly ConditionSyntax[];
};

/** Reads one statement; refuses unknown elements, wrong types and pairs that exclude each other. */
export const readStatement = (
  node: JsonObject,
  index: number,
  kind: PolicyKind,
  refuse: Refuse,
): StatementSyntax => {
  let sid: Located | undefined;
  let effect: Located | undefined;
  let principal: PrincipalSyntax | undefined;
  let action: ElementSyntax | undefined;
  let resource: ElementSyntax | undefined;
  let conditions: readonly ConditionSyntax[] = [];
  const exclude = (other: object | undefined, name: string, offset: number): void => {
    if (other !== undefined)
      refuse("ExclusiveElements", `${name} and its opposite exclude each other`, offset);
  };
  for (const { key, keyStart, value } of node.members) {
    switch (key) {
      case "Sid":
        sid = readText(value, key, refuse);
        break;
      case "Effect":
        effect = readText(value, key, refuse);
        break;
      case "Principal":
      case "NotPrincipal":
        exclude(principal, key, keyStart);
        principal = readPrincipal(value, key, keyStart, kind, refuse);
        break;
      case "Action":
      case "NotAction":
        exclude(action, key, keyStart);
        action = { name: key, values: readTexts(value, key, refuse), start: keyStart };
        break;
      case "Resource":
      case "NotResource":
        exclude(resource, key, keyStart);
        resource = { name: key, values: readTexts(value, key, refuse), start: keyStart };
        break;
      case "Condition":
        conditions = readConditions(value, refuse);
        break;
      default:
        refuse("UnknownElement", `a statement has no element "${key}"`, keyStart);
    }
  }
  return {
    index,
    start: node.start,
    end: node.end,
    conditions,
    ...(sid && { sid }),
    ...(effect && { effect }),
    ...(principal && { principal }),
    ...(action && { action }),
    ...(resource && { resource }),
  };
};

const readText = (node: JsonNode, element: string, refuse: Refuse): Located =>
  node.type === "string"
    ? { value: node.value, start: node.start }
    : refuse("WrongType", `${element} is a string`, node.start);

/** Reads a string or a list of strings, as most elements are. */
export const readTexts = (node: JsonNode, element: string, refuse: Refuse): readonly Located[] =>
  (node.type === "array" ? node.items : [node]).map((item) =>
    item.type === "string"
      ? { value: item.value, start: item.start }
      : refuse("WrongType", `${element} is a string or a list of strings`, item.start),
  );
