import type { Position } from "../authorization/index.ts";
import type { FindingCode } from "./codes.ts";

/** How much a finding matters: `error`, the policy does not do what it says; `warning`, it may do more or less than was meant; `suggestion`, it could be written better. */
export type Severity = "error" | "warning" | "suggestion";

/** One thing that is wrong with a policy, or could be better. */
export type Finding = {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to write instead. */
  readonly advice?: string;
  readonly file: string;
  /** Where it stands in the file. */
  readonly start: Position;
  readonly end: Position;
  /** Which document of the file, when the file holds several. */
  readonly document?: string;
};

const ORDER: Readonly<Record<Severity, number>> = { error: 0, warning: 1, suggestion: 2 };

/** In the order of a compiler: by file, then by place, the graver first. */
export const inOrder = (findings: readonly Finding[], files: readonly string[]): readonly Finding[] =>
  [...findings].sort(
    (one, other) =>
      files.indexOf(one.file) - files.indexOf(other.file) ||
      one.start.line - other.start.line ||
      one.start.column - other.start.column ||
      ORDER[one.severity] - ORDER[other.severity] ||
      one.code.localeCompare(other.code),
  );
