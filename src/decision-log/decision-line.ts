import type { DecidingStatement } from "../authorization/index.ts";
import type { DecisionRecord } from "../operation/index.ts";

/**
 * Context keys that an allowed decision is kept without: they follow from who asked, when and where, which the
 * record tells anyway (of a session, that leaves the ARN of its role to be kept). Denials keep them all.
 */
const IMPLIED_KEYS: ReadonlySet<string> = new Set([
  "aws:CurrentTime",
  "aws:EpochTime",
  "aws:MultiFactorAuthAge",
  "aws:PrincipalAccount",
  "aws:PrincipalArn",
  "aws:PrincipalIsAWSService",
  "aws:PrincipalType",
  "aws:RequestedRegion",
  "aws:SecureTransport",
  "aws:TokenIssueTime",
  "aws:UserAgent",
  "aws:ViaAWSService",
  "aws:userid",
  "aws:username",
]);

const PRINCIPAL_ARN = "aws:PrincipalArn";

/** A record with its place among those of the same millisecond. */
export type NumberedRecord = { readonly number: number; readonly record: DecisionRecord };

/** A statement with its two positions as `[line, column, line, column]`. */
type StatementLine = Omit<DecidingStatement, "start" | "end"> & {
  readonly place: readonly [number, number, number, number];
};

const statementLine = ({ start, end, ...statement }: DecidingStatement): StatementLine => ({
  ...statement,
  place: [start.line, start.column, end.line, end.column],
});

const statementOf = ({ place, ...statement }: StatementLine): DecidingStatement => ({
  ...statement,
  start: { line: place[0], column: place[1] },
  end: { line: place[2], column: place[3] },
});

/** Statements belong to compiled policies and come again with each decision. */
const statementTexts = new WeakMap<DecidingStatement, string>();

const statementText = (statement: DecidingStatement): string => {
  const found = statementTexts.get(statement);
  if (found !== undefined) return found;
  const text = JSON.stringify(statementLine(statement));
  statementTexts.set(statement, text);
  return text;
};

const keptContext = ({ context, principal }: DecisionRecord): string => {
  const kept: Record<string, unknown> = {};
  for (const key in context) if (!IMPLIED_KEYS.has(key)) kept[key] = context[key];
  const principalArn = context[PRINCIPAL_ARN];
  if (principalArn !== undefined && principalArn !== principal) kept[PRINCIPAL_ARN] = principalArn;
  return JSON.stringify(kept);
};

/** The line of an allowed decision: compact, as there are many. */
export const allowedLine = (number: number, record: DecisionRecord): string => {
  const { requestId, at, operation, region, principal, accountId, action, resource, decision } = record;
  const head = JSON.stringify({
    number,
    requestId,
    at,
    operation,
    region,
    principal,
    accountId,
    action,
    resource,
    layer: decision.layer,
  });
  const statements = decision.statements.map(statementText).join(",");
  return `${head.slice(0, -1)},"statements":[${statements}],"context":${keptContext(record)}}\n`;
};

/** The line of a denial: the whole record. */
export const deniedLine = (number: number, record: DecisionRecord): string =>
  `${JSON.stringify({ number, ...record })}\n`;

type AllowedJson = Omit<DecisionRecord, "decision" | "letThrough" | "message" | "explanation"> & {
  readonly number: number;
  readonly layer: DecisionRecord["decision"]["layer"];
  readonly statements: readonly StatementLine[];
};
type DeniedJson = DecisionRecord & { readonly number: number };

const allowedRecord = ({ number, layer, statements, ...rest }: AllowedJson): NumberedRecord => ({
  number,
  record: {
    ...rest,
    decision: { allowed: true, outcome: "allowed", layer, statements: statements.map(statementOf) },
    letThrough: true,
  },
});

/** What a line tells; undefined for one that was torn or damaged. */
export const parseLine = (line: string): NumberedRecord | undefined => {
  let json: AllowedJson | DeniedJson;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null) return undefined;
  if (typeof json.requestId !== "string" || typeof json.at !== "number") return undefined;
  if ("layer" in json && Array.isArray(json.statements)) return allowedRecord(json);
  if (!("decision" in json)) return undefined;
  const { number, ...record } = json;
  return { number, record };
};
