import type { JsonNode } from "../../authorization/language/json.ts";
import type { PolicyReference } from "../test-file.ts";
import type { JsonReader } from "./json-reader.ts";

/** Reads how a test names a policy. */
export const readReference = (reader: JsonReader, node: JsonNode, what: string): PolicyReference => {
  const at = reader.positionOf(node);
  if (node.type === "object")
    return { kind: "inline", document: reader.textOf(node), name: `${what} (line ${at.line})`, at };
  const written = reader.string(node, what);
  if (/^arn:[^:]*:iam::aws:policy\//.test(written)) return { kind: "awsManaged", arn: written, at };
  if (written.startsWith("arn:"))
    reader.refuse(
      node,
      `${what}: only AWS's own policies are known by their ARN; name a file for "${written}"`,
    );
  if (written === "") reader.refuse(node, `${what} names a file`);
  return { kind: "file", path: written, at };
};

/** A policy or a list of them. */
export const readReferences = (
  reader: JsonReader,
  node: JsonNode | undefined,
  what: string,
): readonly PolicyReference[] =>
  node === undefined ? [] : reader.list(node).map((item) => readReference(reader, item, what));

/** The levels of an organization: each a policy or a list of them. A list of policies is one level. */
export const readLevels = (
  reader: JsonReader,
  node: JsonNode | undefined,
  what: string,
): readonly (readonly PolicyReference[])[] => {
  if (node === undefined) return [];
  const items = reader.list(node);
  if (items.some(({ type }) => type === "array"))
    return items.map((item) => readReferences(reader, item, what));
  return items.length === 0 ? [] : [readReferences(reader, node, what)];
};
