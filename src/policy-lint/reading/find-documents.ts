import {
  JsonError,
  type JsonMember,
  type JsonNode,
  type JsonObject,
  readJson,
} from "../../authorization/language/json.ts";
import { documentInString, type MappedText, sliceOf } from "./source-map.ts";

/** What a policy document is for; decides which rules it is held to. */
export type DocumentUse = "identity" | "trust" | "resource" | "scp" | "boundary";

/** A policy document that stands in a file. */
export type FoundDocument = MappedText & {
  /** Where it stands, for a file that holds several: `RoleDetailList[0].AssumeRolePolicyDocument`. */
  readonly path: string;
  /** What its surroundings say that it is for. */
  readonly use?: DocumentUse;
  /** The role or user it belongs to, when its surroundings tell. */
  readonly owner?: Owner;
};

/** A role, user or group of an answer of the IAM API. */
export type Owner = {
  readonly name: string;
  /** It has managed policies too, which stand elsewhere. */
  readonly hasOthers: boolean;
};

// The members under which AWS's APIs hand out policy documents.
const MEMBERS: Readonly<Record<string, DocumentUse | undefined>> = {
  PolicyDocument: "identity",
  Document: "identity",
  AssumeRolePolicyDocument: "trust",
  Content: "scp",
  Policy: "resource",
  policyText: "resource",
  ResourcePolicy: "resource",
};

/**
 * The policy documents of a file: the file itself, a list of documents, or what an AWS API answered with documents
 * somewhere inside, as JSON or as text. A file that holds none is taken for one, so that it is refused as one.
 */
export const findDocuments = (source: string): readonly FoundDocument[] => {
  const root = parse(source);
  if (root === undefined) return [{ ...sliceOf(source, 0, source.length), path: "" }];
  const found = [...documentsIn(source, root, "", undefined)];
  return found.length > 0 ? found : [{ ...sliceOf(source, root.start, root.end), path: "" }];
};

const parse = (source: string): JsonNode | undefined => {
  try {
    return readJson(source);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
};

function* documentsIn(
  source: string,
  node: JsonNode,
  path: string,
  owner: Owner | undefined,
): Generator<FoundDocument> {
  if (node.type === "array")
    for (const [index, item] of node.items.entries())
      yield* documentsIn(source, item, `${path}[${index}]`, owner);
  if (node.type !== "object") return;
  if (isPolicy(node)) {
    yield { ...sliceOf(source, node.start, node.end), path, ...(owner !== undefined && { owner }) };
    return;
  }
  if (textOf(node, "IsDefaultVersion") === "false") return;
  const named = textOf(node, "RoleName") ?? textOf(node, "UserName") ?? textOf(node, "GroupName");
  const own = named === undefined ? owner : { name: named, hasOthers: owner?.hasOthers || hasAttached(node) };
  for (const member of node.members)
    yield* documentsInMember(source, member, path === "" ? "" : `${path}.`, own);
}

function* documentsInMember(
  source: string,
  { key, value }: JsonMember,
  prefix: string,
  owner: Owner | undefined,
): Generator<FoundDocument> {
  const path = `${prefix}${key}`;
  const use = MEMBERS[key];
  const told = { ...(use !== undefined && { use }), ...(owner !== undefined && { owner }) };
  if (use !== undefined && value.type === "string") {
    const text = documentInString(source, value);
    if (text !== undefined) yield { ...text, path, ...told };
    return;
  }
  for (const document of documentsIn(source, value, path, owner))
    yield document.path === path ? { ...document, ...told } : document;
}

const isPolicy = ({ members }: JsonObject): boolean =>
  members.some(({ key }) => key === "Statement") ||
  (members.some(({ key }) => key === "Version") && members.every(({ key }) => /^(?:Version|Id)$/.test(key)));

const textOf = ({ members }: JsonObject, name: string): string | undefined => {
  const value = members.find(({ key }) => key === name)?.value;
  if (value?.type === "boolean") return String(value.value);
  return value?.type === "string" ? value.value : undefined;
};

const hasAttached = ({ members }: JsonObject): boolean => {
  const attached = members.find(({ key }) => key === "AttachedManagedPolicies")?.value;
  return attached?.type === "array" && attached.items.length > 0;
};
