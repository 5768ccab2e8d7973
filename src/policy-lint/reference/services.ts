import { readData } from "./data-files.ts";

/** An action, as the service authorization reference describes it. */
export type ActionReference = {
  /** With the service: `ecs:RunTask`. */
  readonly name: string;
  readonly service: string;
  readonly accessLevel: string;
  /** The types of resource it is decided on; empty: it is decided on `*`. */
  readonly resourceTypes: readonly string[];
  /** Every condition key that a request for the action may have, service keys and those global ones that are listed. */
  readonly conditionKeys: readonly string[];
};

/** A type of resource and the form of its ARN, with `${…}` where names stand. */
export type ResourceTypeReference = {
  readonly name: string;
  readonly arn: string;
  readonly conditionKeys: readonly string[];
};

/** What a service has. Actions are found by their name in lower case. */
export type ServiceReference = {
  readonly prefix: string;
  readonly actions: ReadonlyMap<string, ActionReference>;
  readonly resourceTypes: ReadonlyMap<string, ResourceTypeReference>;
  /** The types of the service's condition keys, by key in lower case. */
  readonly conditionKeys: ReadonlyMap<string, { readonly key: string; readonly type: string }>;
};

type ActionData = {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly { readonly name: string; readonly conditionKeys: readonly string[] }[];
  readonly conditionKeys: readonly string[];
};
type TypeData = { readonly key: string; readonly arn: string; readonly conditionKeys: readonly string[] };
type KeyData = { readonly key: string; readonly type: string };

let names: readonly string[] | undefined;
const loaded = new Map<string, ServiceReference | undefined>();

/** The prefixes of all services, in lower case. */
export const servicePrefixes = (): readonly string[] => {
  names ??= readData("", "services") as readonly string[];
  return names;
};

/** The service of a prefix, in any letter case; undefined when AWS has none. Read once. */
export const findService = (prefix: string): ServiceReference | undefined => {
  const name = prefix.toLowerCase();
  if (loaded.has(name)) return loaded.get(name);
  const found = servicePrefixes().includes(name) ? load(name) : undefined;
  if (loaded.size < 1024) loaded.set(name, found);
  return found;
};

const load = (prefix: string): ServiceReference => {
  // INVARIANT: the package writes these files, in these shapes, for each service of its list
  const actions = (readData("actions", prefix) ?? {}) as Readonly<Record<string, ActionData>>;
  const types = (readData("resourceTypes", prefix) ?? {}) as Readonly<Record<string, TypeData>>;
  const keys = (readData("conditionKeys", prefix) ?? {}) as Readonly<Record<string, KeyData>>;
  return {
    prefix,
    actions: new Map(Object.entries(actions).map(([name, data]) => [name, actionOf(prefix, data, types)])),
    resourceTypes: new Map(
      Object.entries(types).map(([name, { key, arn, conditionKeys }]) => [
        name,
        { name: key, arn, conditionKeys },
      ]),
    ),
    conditionKeys: new Map(Object.entries(keys)),
  };
};

const actionOf = (
  service: string,
  { name, accessLevel, resourceTypes, conditionKeys }: ActionData,
  types: Readonly<Record<string, TypeData>>,
): ActionReference => ({
  name: `${service}:${name}`,
  service,
  accessLevel,
  resourceTypes: resourceTypes.map((type) => type.name),
  conditionKeys: [
    ...new Set([
      ...conditionKeys,
      ...resourceTypes.flatMap((type) => type.conditionKeys),
      ...resourceTypes.flatMap((type) => types[type.name.toLowerCase()]?.conditionKeys ?? []),
    ]),
  ],
});
