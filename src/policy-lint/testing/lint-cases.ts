import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding, FindingCode, LintOptions } from "../index.ts";
import { lintPolicies } from "../index.ts";

/** A statement that would be in order, but for what a case changes. */
export const SOUND = {
  Effect: "Allow",
  Action: "ecs:RunTask",
  Resource: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:*",
};

/** A statement, or several; a document of its own when it has `Statement`. */
export type Written = object | readonly object[];

/** One case: what is written, and what of it the code is found at, or `null` when it must not be found. */
export type LintCase = readonly [what: string, written: Written, at: string | null, options?: LintOptions];

const documentOf = (written: Written): object => {
  if ("Statement" in written || "PolicyDocument" in written) return written;
  const statements = Array.isArray(written) ? written : [written];
  return { Version: "2012-10-17", Statement: statements };
};

/** The findings on a case's document, and the document's lines. */
export const lintWritten = (
  written: Written,
  options: LintOptions = {},
): { readonly findings: readonly Finding[]; readonly lines: readonly string[] } => {
  const text = JSON.stringify(documentOf(written), null, 2);
  return { findings: lintPolicies([{ name: "policy.json", text }], options), lines: text.split("\n") };
};

/** What stands at a finding's place. */
export const quoted = ({ start, end }: Finding, lines: readonly string[]): string => {
  const line = lines[start.line - 1] ?? "";
  return line.slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
};

/** Tests a code with its cases. */
export const testCode = (code: FindingCode, cases: readonly LintCase[]): void => {
  describe(code, () => {
    for (const [what, written, at, options] of cases)
      it(`${at === null ? "is not found" : "is found"}: ${what}`, () => {
        const { findings, lines } = lintWritten(written, options);
        const places = findings
          .filter((finding) => finding.code === code)
          .map((finding) => quoted(finding, lines));
        if (at === null) assert.deepEqual(places, []);
        else assert.ok(places.includes(at), `${at} is not among ${JSON.stringify(places)}`);
        // What AWS says is AWS's to word.
        for (const finding of findings)
          if (finding.code !== "malformed-policy") assert.match(finding.message, /[.]$/);
      });
  });
};
