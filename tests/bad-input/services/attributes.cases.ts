import { api, type BadRow, INVALID, NO_CLUSTER, PARSER, UNREADABLE } from "./row.ts";

const GOOD = { name: "rack", value: "a", targetType: "container-instance", targetId: "{instance}" };
const PAGE = api("Attribute");

const put = (what: string, changes: object, code: string, text: string | RegExp, source = PAGE): BadRow => [
  what,
  "PutAttributes",
  { cluster: "demo", attributes: [{ ...GOOD, ...changes }] },
  code,
  text,
  source,
];

const remove = (what: string, changes: object, code: string, text: string | RegExp): BadRow => [
  what,
  "DeleteAttributes",
  { cluster: "demo", attributes: [{ ...GOOD, ...changes }] },
  code,
  text,
  api("DeleteAttributes"),
];

const many = (count: number) => Array.from({ length: count }, (_, index) => ({ ...GOOD, name: `a${index}` }));

/** Custom attributes. */
export const attributeRows: readonly BadRow[] = [
  ["nothing at all", "PutAttributes", {}, INVALID, "Attributes cannot be empty.", api("PutAttributes")],
  [
    "no attributes",
    "PutAttributes",
    { cluster: "demo", attributes: [] },
    INVALID,
    "Attributes cannot be empty.",
    api("PutAttributes"),
  ],
  [
    "eleven attributes",
    "PutAttributes",
    { cluster: "demo", attributes: many(11) },
    INVALID,
    /at most 10/,
    api("PutAttributes"),
  ],
  [
    "attributes that are a map",
    "PutAttributes",
    { cluster: "demo", attributes: GOOD },
    UNREADABLE,
    "Start of structure or map found where not expected (at 'attributes')",
    PARSER,
  ],
  put("no name", { name: null }, INVALID, "Attributes[0].name should not be null or empty."),
  put("a name with a space", { name: "a b" }, INVALID, "Attribute name is invalid."),
  put("a name of 129 characters", { name: "n".repeat(129) }, INVALID, "Attribute name is invalid."),
  put("a name of the agent's", { name: "ecs.os-type" }, INVALID, /reserved/),
  put("a value of 129 characters", { value: "v".repeat(129) }, INVALID, "Attribute value is invalid."),
  put("a value that begins with a space", { value: " a" }, INVALID, "Attribute value is invalid."),
  put(
    "a value that is a number",
    { value: 1 },
    UNREADABLE,
    "NUMBER_VALUE cannot be converted to String (at 'attributes[0].value')",
    PARSER,
  ),
  put("a target of another kind", { targetType: "task" }, INVALID, /container-instance/),
  put("no target", { targetId: null }, INVALID, "targetId should not be null or empty."),
  put(
    "an id without its kind",
    { targetType: null },
    INVALID,
    "targetType is required when targetId is not an ARN.",
  ),
  put(
    "an instance that never was",
    { targetId: "{none}" },
    "TargetNotFoundException",
    "The target {arn}:container-instance/demo/{none} was not found.",
    api("PutAttributes"),
  ),
  put(
    "an instance that was deregistered",
    { targetId: "{inactive}" },
    "TargetNotFoundException",
    "The target {arn}:container-instance/demo/{inactive} was not found.",
    api("PutAttributes"),
  ),
  [
    "one good attribute and one bad: neither is set",
    "PutAttributes",
    { cluster: "demo", attributes: [GOOD, { ...GOOD, name: "b", targetId: "{none}" }] },
    "TargetNotFoundException",
    "The target {arn}:container-instance/demo/{none} was not found.",
    api("PutAttributes"),
  ],
  [
    "no cluster of that name",
    "PutAttributes",
    { cluster: "none", attributes: [GOOD] },
    "ClusterNotFoundException",
    "Cluster not found.",
    NO_CLUSTER,
  ],
  remove(
    "an instance that never was",
    { targetId: "{none}" },
    "TargetNotFoundException",
    "The target {arn}:container-instance/demo/{none} was not found.",
  ),
  remove("an attribute of the agent's", { name: "ecs.os-type" }, INVALID, /reserved/),
  [
    "nothing at all",
    "ListAttributes",
    {},
    INVALID,
    "TargetType should not be null or empty.",
    api("ListAttributes"),
  ],
  [
    "a target of another kind",
    "ListAttributes",
    { cluster: "demo", targetType: "task" },
    INVALID,
    /container-instance/,
    api("ListAttributes"),
  ],
  [
    "a value of no name",
    "ListAttributes",
    { cluster: "demo", targetType: "container-instance", attributeValue: "a" },
    INVALID,
    /attributeName is required/,
    api("ListAttributes"),
  ],
  [
    "a token of another list",
    "ListAttributes",
    { cluster: "demo", targetType: "container-instance", nextToken: "{staleToken}" },
    INVALID,
    "Invalid token",
    api("ListAttributes"),
  ],
];
