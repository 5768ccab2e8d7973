import type { CompiledPolicy, Position } from "../authorization/index.ts";
import { positionsIn } from "../authorization/language/positions.ts";
import type { CompleteStatement } from "../authorization/language/required-elements.ts";
import type { Located } from "../authorization/language/statement.ts";
import { parseResource } from "../authorization/matching/match-resource.ts";
import { ANY_TEXT } from "../authorization/matching/pattern.ts";
import type { FindingCode } from "./codes.ts";
import { CODES } from "./codes.ts";
import type { Finding, Severity } from "./finding.ts";
import type { DocumentUse, FoundDocument } from "./reading/find-documents.ts";
import { type ActionMeaning, meaningOf } from "./reference/actions.ts";

/** One value of `Action` or `NotAction` and what it stands for. */
export type ActionValue = Located & { readonly meaning: ActionMeaning };

/** One value of `Resource` or `NotResource` as a pattern text of the engine; undefined: it can match nothing. */
export type ResourceValue = Located & { readonly pattern: string | undefined };

/** A statement that the engine takes, with what the checks ask of it. */
export type LintStatement = {
  readonly syntax: CompleteStatement;
  readonly allows: boolean;
  readonly variables: boolean;
  readonly negatedActions: boolean;
  readonly actions: readonly ActionValue[];
  readonly negatedResources: boolean;
  /** Empty for a policy that stands on its resource. */
  readonly resources: readonly ResourceValue[];
  /** The conditions without those that are written twice. */
  readonly conditions: CompleteStatement["conditions"];
};

/** A document under scrutiny. */
export type LintDocument = {
  readonly file: string;
  readonly found: FoundDocument;
  readonly use: DocumentUse;
  readonly version: string | undefined;
  readonly policy: CompiledPolicy | undefined;
  readonly statements: readonly LintStatement[];
};

/** What a check has to say: where (an offset in the document's text), what, and what to write instead. */
export type Remark = {
  readonly at: number;
  readonly to?: number;
  readonly message: string;
  readonly advice?: string;
  readonly severity?: Severity;
};

/** Takes a check's remarks. */
export type Report = (code: FindingCode, remark: Remark) => void;

/** Prepares the statements of a compiled policy. */
export const lintStatements = (policy: CompiledPolicy): readonly LintStatement[] =>
  policy.statements.map(({ syntax, allows, variables }) => ({
    syntax,
    allows,
    variables,
    negatedActions: syntax.action.name === "NotAction",
    actions: syntax.action.values.map((value) => ({ ...value, meaning: meaningOf(value.value) })),
    negatedResources: syntax.resource?.name === "NotResource",
    resources: (syntax.resource?.values ?? []).map((value) => ({
      ...value,
      pattern: patternOf(value.value, variables),
    })),
    conditions: syntax.conditions,
  }));

/** The pattern text of a resource; what a variable will stand for is not known, so it may be anything. */
export const patternOf = (value: string, variables: boolean): string | undefined => {
  if (/^\*+$/.test(value)) return ANY_TEXT;
  const parsed = parseResource(value, variables);
  if (parsed === undefined || typeof parsed === "string") return parsed;
  return parsed.map((part) => (typeof part === "string" ? part : ANY_TEXT)).join("");
};

/** The {@link Report} of one document, which puts findings into `findings`. */
export const reportOn = (
  { file, found }: Pick<LintDocument, "file" | "found">,
  positionOf: (offset: number) => Position,
  findings: Finding[],
): Report => {
  const seen = new Set<string>();
  return (code, { at, to, message, advice, severity }) => {
    const start = positionOf(found.offsetInFile(at));
    const key = `${code} ${start.line} ${start.column} ${message}`;
    if (seen.has(key)) return;
    seen.add(key);
    findings.push({
      code,
      severity: severity ?? CODES[code].severity,
      message,
      ...(advice !== undefined && { advice }),
      file,
      start,
      end: positionOf(found.offsetInFile(to ?? endOfToken(found.text, at))),
      ...(found.path !== "" && { document: found.path }),
    });
  };
};

/** Positions in a file. */
export const positionsOf = positionsIn;

// A finding stands on a JSON string, mostly: it ends where the string does.
const TOKEN = /"(?:[^"\\]|\\.)*"|[^\s,:[\]{}"]+|./sy;

const endOfToken = (text: string, at: number): number => {
  TOKEN.lastIndex = at;
  return at + (TOKEN.exec(text)?.[0].length ?? 0);
};
