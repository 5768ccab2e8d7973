import { isIP } from "node:net";
import type { AuthorizationPrincipal, Decision } from "../../src/authorization/types.ts";

/** One condition of a random case: one operator, one key, one wanted value, and what the request has. */
export type ConditionCase = {
  readonly operator: string;
  readonly wanted: string;
  readonly seen: string | readonly string[] | undefined;
  readonly version: string | undefined;
  /** A variable in `wanted` has no value in the request, or an empty one. */
  readonly withoutValue: boolean;
};

/** One value of Action, Resource and so on, and what is asked for. */
export type ElementCase = {
  readonly element: "Action" | "NotAction" | "Resource" | "NotResource";
  readonly wanted: string;
  readonly seen: string;
  readonly version: string | undefined;
  /** As for conditions. */
  readonly withoutValue: boolean;
};

/** A condition's operator in its pieces. */
const pieces = (operator: string) => {
  const [, set = "", name = "", ifExists = ""] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  return { set, name, ifExists: ifExists !== "" };
};

const NUMBER = /^-?\d+(?:\.\d+)?$/;
const EPOCH = /^\d+$/;
const ISO = /^\d{4}-\d\d(?:-\d\d(?:T.*)?)?$/;
const isArn = (text: string): boolean => text.split(":").length >= 6;
const address = (text: string): number => isIP(text.split("/")[0] ?? "");

/** Whether `text` is of the type that the operator compares. */
const isOfType = (name: string, text: string): boolean => {
  if (/^Numeric/.test(name)) return NUMBER.test(text);
  if (/^Date/.test(name)) return EPOCH.test(text) || ISO.test(text);
  if (/^(?:Not)?Ip/.test(name)) return address(text) !== 0;
  if (/^Arn/.test(name)) return isArn(text);
  if (name === "Bool") return /^(?:true|false)$/i.test(text);
  return true;
};

const values = (seen: ConditionCase["seen"]): readonly string[] =>
  seen === undefined ? [] : typeof seen === "string" ? [seen] : seen;

/** The numbered sections of `docs/iam-differences.md`, for conditions. */
export const CONDITION_DIFFERENCES: Readonly<Record<string, (one: ConditionCase) => boolean>> = {
  "1": ({ wanted, version }) => version !== "2012-10-17" && wanted.includes("${"),
  "2": ({ operator, seen }) => {
    const { set, name } = pieces(operator);
    return set === "" && name !== "Null" && Array.isArray(seen);
  },
  "3": ({ operator, wanted, seen }) => {
    const { name } = pieces(operator);
    return !isOfType(name, wanted) || !values(seen).every((one) => isOfType(name, one));
  },
  "4": ({ operator, wanted, seen }) =>
    pieces(operator).name.startsWith("Date") &&
    values(seen).some((one) => EPOCH.test(one) !== EPOCH.test(wanted)),
  "5": ({ operator, wanted, seen }) =>
    /(?:Not)?IpAddress/.test(operator) &&
    (wanted.endsWith("/0") || values(seen).some((one) => address(one) !== address(wanted))),
  "6": ({ withoutValue }) => withoutValue,
  "7": ({ operator, seen }) => pieces(operator).set !== "" && seen === "",
  "8": ({ wanted }) => /\$\{[*?$]\}/.test(wanted),
  "9": ({ operator, seen }) => pieces(operator).name === "Null" && Array.isArray(seen) && seen.length === 0,
};

/** The numbered sections of `docs/iam-differences.md`, for Action and Resource. */
export const ELEMENT_DIFFERENCES: Readonly<Record<string, (one: ElementCase) => boolean>> = {
  "1": ({ element, wanted, version }) =>
    element.endsWith("Resource") && version !== "2012-10-17" && wanted.includes("${"),
  "6": ({ element, withoutValue }) => element === "NotResource" && withoutValue,
  "10": ({ element, wanted, seen }) => element.endsWith("Resource") && /[*?]/.test(seen) && wanted !== "*",
  "11": ({ element, wanted }) =>
    element.endsWith("Resource") && wanted !== "*" && wanted.split(":").length < 6,
  "12": ({ element, wanted }) => element.endsWith("Resource") && /^(?:[^:]*:){5}[^:]*[*?][^:]*:/.test(wanted),
  "13": ({ element, wanted }) => element.endsWith("Action") && /^[^:]*\*[^:]*:/.test(wanted),
};

/** A case of all layers: who asks, and what the engine decides. */
export type LayerCase = {
  readonly principal: AuthorizationPrincipal;
  readonly sameAccount: boolean;
  readonly sessionPolicy: boolean;
  /** The resource-based policy names a role that has a path. */
  readonly namesPath: boolean;
  readonly decision: Decision;
};

/** The numbered sections of `docs/iam-differences.md`, for the layers. */
export const LAYER_DIFFERENCES: Readonly<Record<string, (one: LayerCase) => boolean>> = {
  "14": ({ principal, decision }) => principal.type === "Root" && decision.layer === "root",
  "15": ({ principal, sessionPolicy, decision }) =>
    principal.type === "FederatedUser" &&
    !sessionPolicy &&
    decision.outcome === "implicitDeny" &&
    decision.layer === "session",
  "16": ({ sameAccount, sessionPolicy, decision }) =>
    sessionPolicy &&
    sameAccount &&
    decision.allowed &&
    (decision.layer === "resource" || decision.layer === "trust"),
  "17": ({ principal, namesPath }) => namesPath && principal.type === "AssumedRole",
};
