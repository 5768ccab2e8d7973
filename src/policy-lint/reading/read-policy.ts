import {
  type CompiledPolicy,
  compilePolicy,
  type PolicyKind,
  PolicySyntaxError,
  type Position,
  validatePolicy,
} from "../../authorization/index.ts";
import { JsonError, type JsonNode, readJson } from "../../authorization/language/json.ts";
import type { DocumentUse } from "./find-documents.ts";

/** What AWS would refuse in a document, in AWS's words, and where in the document's text. */
export type Refusal = { readonly error: PolicySyntaxError; readonly offset: number };

/** A document as far as it can be read: the statements that are sound, and what is wrong with the others. */
export type ReadPolicy = {
  /** Undefined when nothing of the document can be evaluated. */
  readonly policy?: CompiledPolicy;
  readonly refusals: readonly Refusal[];
};

/** What the engine and IAM call a document of this use; inline policies need no `Version`. */
export const kindOf = (use: DocumentUse): PolicyKind => (use === "identity" ? "inline" : use);

// Judging each statement alone costs document × statements; AWS takes no policy longer than this.
const LONGEST_TAKEN_APART = 131_072;
const MOST_STATEMENTS = 200;

/**
 * Reads a document. AWS names one mistake and stops; here each statement is judged on its own as well, so that one
 * mistake hides no other, and what is sound is looked into.
 */
export const readPolicy = (text: string, use: DocumentUse): ReadPolicy => {
  const kind = kindOf(use);
  const whole = attempt(text, kind);
  if (whole.refusal === undefined) return { ...(whole.policy && { policy: whole.policy }), refusals: [] };
  const refusals = [whole.refusal];
  const all = text.length > LONGEST_TAKEN_APART ? [] : statementsOf(text).slice(0, MOST_STATEMENTS);
  const sound: JsonNode[] = [];
  for (const statement of all) {
    const { policy, refusal } = attempt(withOnly(text, all, [statement]), kind);
    if (policy !== undefined) sound.push(statement);
    if (refusal === undefined) continue;
    if (!refusals.some(({ offset }) => offset === refusal.offset)) refusals.push(refusal);
  }
  if (sound.length === 0) return { ...(whole.policy && { policy: whole.policy }), refusals };
  const kept = whole.policy ?? tryCompile(withOnly(text, all, sound), kind).policy;
  return { ...(kept && { policy: kept }), refusals };
};

type Attempt = { readonly policy?: CompiledPolicy; readonly refusal?: Refusal };

const attempt = (text: string, kind: PolicyKind): Attempt => {
  const compiled = tryCompile(text, kind);
  const validated = tryTo(text, () => validatePolicy(text, kind));
  const refusal = validated ?? compiled.refusal;
  return { ...(compiled.policy && { policy: compiled.policy }), ...(refusal && { refusal }) };
};

const tryCompile = (text: string, kind: PolicyKind): Attempt => {
  let policy: CompiledPolicy | undefined;
  const refusal = tryTo(text, () => {
    policy = compilePolicy(text, { kind, name: "policy" });
  });
  return { ...(policy && { policy }), ...(refusal && { refusal }) };
};

const tryTo = (text: string, action: () => void): Refusal | undefined => {
  try {
    action();
    return undefined;
  } catch (error) {
    if (error instanceof PolicySyntaxError) return { error, offset: offsetOf(text, error) };
    throw error;
  }
};

const offsetOf = (text: string, { line, column }: Position): number => {
  let start = 0;
  for (let number = 1; number < line; number++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
};

const statementsOf = (text: string): readonly JsonNode[] => {
  let root: JsonNode;
  try {
    root = readJson(text);
  } catch (error) {
    if (error instanceof JsonError) return [];
    throw error;
  }
  const statement =
    root.type === "object" ? root.members.find(({ key }) => key === "Statement")?.value : undefined;
  if (statement === undefined) return [];
  return statement.type === "array" ? statement.items : [statement];
};

// The document with some of its statements only, the others blanked, so that offsets stay what they are.
const withOnly = (text: string, all: readonly JsonNode[], kept: readonly JsonNode[]): string => {
  const [first] = all;
  const last = all.at(-1);
  if (first === undefined || last === undefined) return text;
  let made = text.slice(0, first.start);
  for (const [index, { start, end }] of kept.entries()) {
    made = made.padEnd(start, " ") + text.slice(start, end);
    // INVARIANT: a comma stood between the two in the document, so there is room for this one
    if (index < kept.length - 1) made += ",";
  }
  return made.padEnd(last.end, " ") + text.slice(last.end);
};
