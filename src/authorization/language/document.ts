import type { PolicyKind, Position } from "../types.ts";
import { JsonError, type JsonNode, type JsonObject, readJson } from "./json.ts";
import { positionsIn } from "./positions.ts";
import { readStatement, type StatementSyntax } from "./statement.ts";
import {
  invalidJsonText,
  type PolicySyntaxCode,
  PolicySyntaxError,
  syntaxErrorText,
} from "./syntax-error.ts";

/** A policy document as it was written, taken apart but not yet judged against the kind's own rules. */
export type PolicyDocument = {
  readonly kind: PolicyKind;
  readonly source: string;
  /** What the document says, or undefined: then the language is that of 2008-10-17. */
  readonly version?: "2008-10-17" | "2012-10-17";
  readonly statements: readonly StatementSyntax[];
  readonly positionOf: (offset: number) => Position;
  /** The offset of the document's opening brace. */
  readonly start: number;
};

/** Refuses a document: throws the {@link PolicySyntaxError} for the mistake that stands at `offset`. */
export type Refuse = (code: PolicySyntaxCode, detail: string, offset: number, awsMessage?: string) => never;

/** The {@link Refuse} of one document. */
export const refusalsOf =
  (kind: PolicyKind, positionOf: (offset: number) => Position): Refuse =>
  (code, detail, offset, awsMessage = syntaxErrorText(kind)) => {
    const text = kind === "scp" || kind === "rcp" ? syntaxErrorText(kind) : awsMessage;
    throw new PolicySyntaxError(code, text, detail, positionOf(offset));
  };

/**
 * Reads the grammar of a policy document: known elements, of the right type, none twice, none that exclude
 * each other. What must be there, and with which content, is for `checkRequiredElements` and `validatePolicy`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const readDocument = (source: string, kind: PolicyKind): PolicyDocument => {
  const positionOf = positionsIn(source);
  const refuse = refusalsOf(kind, positionOf);
  const root = parse(source, kind, refuse);
  if (root.type !== "object") return refuse("WrongType", "a policy document is a JSON object", root.start);
  let version: PolicyDocument["version"];
  let statements: readonly StatementSyntax[] | undefined;
  for (const { key, keyStart, value } of root.members) {
    if (key === "Version") version = readVersion(value, kind, refuse);
    else if (key === "Statement") statements = readStatements(value, kind, refuse);
    else if (key !== "Id") refuse("UnknownElement", `a policy has no element "${key}"`, keyStart);
    else if (value.type !== "string") refuse("WrongType", "Id is a string", value.start);
  }
  if (statements === undefined) return refuse("MissingStatement", "a policy needs Statement", root.start);
  return { kind, source, ...(version && { version }), statements, positionOf, start: root.start };
};

const parse = (source: string, kind: PolicyKind, refuse: Refuse): JsonNode => {
  try {
    return readJson(source);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return refuse(error.code, error.message, error.offset, invalidJsonText(kind));
  }
};

const readVersion = (node: JsonNode, kind: PolicyKind, refuse: Refuse): "2008-10-17" | "2012-10-17" => {
  if (node.type === "string" && (node.value === "2008-10-17" || node.value === "2012-10-17"))
    return node.value;
  const text = kind === "trust" ? "The policy must contain a valid version string" : undefined;
  return refuse("InvalidVersion", 'Version is "2012-10-17" or "2008-10-17"', node.start, text);
};

const readStatements = (node: JsonNode, kind: PolicyKind, refuse: Refuse): readonly StatementSyntax[] => {
  const nodes = node.type === "array" ? node.items : [node];
  if (nodes.length === 0) {
    const text = kind === "trust" ? "Could not parse the policy: Statement is empty!" : undefined;
    return refuse("EmptyStatement", "Statement holds no statement", node.start, text);
  }
  return nodes.map((item, index) => {
    if (item.type !== "object") return refuse("WrongType", "a statement is a JSON object", item.start);
    return readStatement(item satisfies JsonObject, index, kind, refuse);
  });
};
