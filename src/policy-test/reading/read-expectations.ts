import type { ContextValue, LayerName } from "../../authorization/index.ts";
import type { JsonNode } from "../../authorization/language/json.ts";
import { meaningOf } from "../../policy-lint/reference/actions.ts";
import { typesOf, writtenForm } from "../../policy-lint/reference/arn-forms.ts";
import { nearestName } from "../../policy-lint/reference/nearest-name.ts";
import { findService, servicePrefixes } from "../../policy-lint/reference/services.ts";
import type { Because, Expectation, PolicyReference } from "../test-file.ts";
import type { JsonReader } from "./json-reader.ts";
import { readTags } from "./read-principal.ts";
import { readReference } from "./read-references.ts";

type Context = Readonly<Record<string, ContextValue>>;
/** What the expectations of a test have in common. */
export type Common = { readonly context: Context; readonly resourcePolicy?: PolicyReference };

const MEMBERS = [
  "action",
  "resource",
  "resourceAccount",
  "resourceTags",
  "requestTags",
  "context",
  "resourcePolicy",
  "because",
  "comment",
] as const;
const LAYERS: readonly (LayerName | "root")[] = [
  "identity",
  "boundary",
  "session",
  "resource",
  "trust",
  "scp",
  "rcp",
  "root",
];

/** Reads a `can` or `cannot` list: one expectation for each action on each resource. */
export const readExpectations = (
  reader: JsonReader,
  node: JsonNode,
  can: boolean,
  common: Common,
): readonly Expectation[] => reader.list(node).flatMap((item) => readOne(reader, item, can, common));

const readOne = (
  reader: JsonReader,
  node: JsonNode,
  can: boolean,
  common: Common,
): readonly Expectation[] => {
  const list = can ? "can" : "cannot";
  // A text is the short form of an action.
  const members: ReadonlyMap<string, JsonNode> =
    node.type === "string"
      ? new Map([["action", node]])
      : reader.members(node, `an expectation of ${list}`, MEMBERS);
  const actionNode = members.get("action") ?? reader.refuse(node, `an expectation of ${list} needs "action"`);
  const resourceNode = members.get("resource");
  const resources = resourceNode && reader.strings(resourceNode, "resource");
  const account = members.get("resourceAccount");
  const policy = members.get("resourcePolicy");
  const because = members.get("because");
  const comment = members.get("comment");
  const own = members.get("context");
  return reader.list(actionNode).flatMap((item) => {
    const action = reader.string(item, "action");
    checkAction(reader, item, action, resources, resourceNode);
    const context = {
      ...common.context,
      ...readContext(reader, own),
      ...tagContext(reader, members, action),
    };
    return (resources ?? ["*"]).map((resource) => ({
      can,
      action,
      resource,
      context,
      ...(account && { resourceAccount: readAccount(reader, account) }),
      ...(policy
        ? { resourcePolicy: readReference(reader, policy, "resourcePolicy") }
        : common.resourcePolicy && { resourcePolicy: common.resourcePolicy }),
      ...(because && { because: readBecause(reader, because, can) }),
      ...(comment && { comment: reader.string(comment, "comment") }),
      at: reader.positionOf(node),
    }));
  });
};

const readAccount = (reader: JsonReader, node: JsonNode): string => {
  const account = reader.string(node, "resourceAccount");
  return /^\d{12}$/.test(account)
    ? account
    : reader.refuse(node, "resourceAccount is an account ID of twelve digits");
};

// What is misspelt is never allowed, so that `cannot` would hold for the wrong reason.
const checkAction = (
  reader: JsonReader,
  node: JsonNode,
  action: string,
  resources: readonly string[] | undefined,
  resourceNode: JsonNode | undefined,
): void => {
  if (/[*?]/.test(action) || !action.includes(":"))
    reader.refuse(node, `"${action}" is no action: a call has one name, such as ecs:RunTask`);
  const meaning = meaningOf(action);
  const [prefix = "", name = ""] = action.split(":");
  if (meaning.kind !== "actions") {
    const near = nearestName(prefix, servicePrefixes());
    reader.refuse(
      node,
      `there is no service "${prefix}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
    );
    return;
  }
  const [found] = meaning.actions;
  if (found === undefined) {
    const names = Array.from(findService(prefix)?.actions.values() ?? [], (other) =>
      other.name.slice(prefix.length + 1),
    );
    const near = nearestName(name, names);
    reader.refuse(
      node,
      `${prefix} has no action "${name}"${near === undefined ? "" : `; did you mean "${prefix}:${near}"?`}`,
    );
    return;
  }
  const types = typesOf(found);
  if (types.length === 0 && resources?.some((resource) => resource !== "*"))
    reader.refuse(resourceNode ?? node, `${action} takes no resource: leave it out, or write "*"`);
  if (types.length > 0 && resources === undefined)
    reader.refuse(
      node,
      `${action} is decided on a resource: add "resource": "${types.map(writtenForm).slice(0, 3).join('" or "')}"`,
    );
};

/** Reads context keys and their values. */
export const readContext = (reader: JsonReader, node: JsonNode | undefined): Context =>
  node === undefined
    ? {}
    : Object.fromEntries(
        reader
          .object(node, "context")
          .members.map(({ key, value }): [string, ContextValue] => [
            key,
            value.type === "array"
              ? value.items.map((item) => reader.scalar(item, `context.${key}`))
              : reader.scalar(value, `context.${key}`),
          ]),
      );

const tagContext = (reader: JsonReader, members: ReadonlyMap<string, JsonNode>, action: string): Context => {
  const [service = ""] = action.split(":");
  const context: Record<string, ContextValue> = {};
  const resourceTags = members.get("resourceTags");
  for (const [key, value] of Object.entries(
    resourceTags ? readTags(reader, resourceTags, "resourceTags") : {},
  )) {
    context[`aws:ResourceTag/${key}`] = value;
    context[`${service}:ResourceTag/${key}`] = value;
  }
  const requestTags = members.get("requestTags");
  if (requestTags === undefined) return context;
  const tags = readTags(reader, requestTags, "requestTags");
  for (const [key, value] of Object.entries(tags)) context[`aws:RequestTag/${key}`] = value;
  context["aws:TagKeys"] = Object.keys(tags);
  return context;
};

const readBecause = (reader: JsonReader, node: JsonNode, can: boolean): Because => {
  const outcomes = ["implicitDeny", "explicitDeny"] as const;
  if (node.type === "string") {
    if (can)
      reader.refuse(node, 'because of a call that can be made is an object with "layer", "sid" or "policy"');
    return { outcome: reader.oneOf(node, "because", outcomes) };
  }
  const members = reader.members(
    node,
    "because",
    can ? ["layer", "sid", "policy"] : ["outcome", "layer", "sid", "policy"],
  );
  const outcome = members.get("outcome");
  const layer = members.get("layer");
  const sid = members.get("sid");
  const policy = members.get("policy");
  return {
    ...(outcome && { outcome: reader.oneOf(outcome, "because.outcome", outcomes) }),
    ...(layer && { layer: reader.oneOf(layer, "because.layer", LAYERS) }),
    ...(sid && { sid: reader.string(sid, "because.sid") }),
    ...(policy && { policy: reader.string(policy, "because.policy") }),
  };
};
