import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PolicySyntaxError, validatePolicy } from "../index.ts";
import type { PolicyKind } from "../types.ts";

/** The error with which a document is refused. */
export const refusal = (source: string, kind: PolicyKind): PolicySyntaxError => {
  try {
    validatePolicy(source, kind);
  } catch (error) {
    assert.ok(error instanceof PolicySyntaxError, String(error));
    return error;
  }
  return assert.fail(`accepted: ${source}`);
};

/** A statement of an identity policy and one of a trust policy with which nothing is wrong. */
export const OK = { Effect: "Allow", Action: "ecs:RunTask", Resource: "*" };
export const TRUST = {
  Effect: "Allow",
  Principal: { Service: "ecs.amazonaws.com" },
  Action: "sts:AssumeRole",
};
export const SYNTAX = "Syntax errors in policy.";
export const LEGACY = "The policy failed legacy parsing";

/** What is wrong, with which kind of document, and how it is refused. */
export type Row = readonly [
  what: string,
  kind: PolicyKind,
  document: unknown,
  code: string,
  awsMessage: string,
];
export const inline = (what: string, change: object, code: string, text: string): Row => [
  what,
  "inline",
  { Version: "2012-10-17", Statement: { ...OK, ...change } },
  code,
  text,
];
export const trust = (what: string, change: object, code: string, text: string): Row => [
  what,
  "trust",
  { Version: "2012-10-17", Statement: { ...TRUST, ...change } },
  code,
  text,
];

/** One test for each row. */
export const testRefusals = (title: string, rows: readonly Row[]): void => {
  describe(title, () => {
    for (const [what, kind, document, code, awsMessage] of rows)
      it(`${what} (${kind})`, () => {
        const error = refusal(JSON.stringify(document), kind);
        assert.equal(error.code, code);
        assert.equal(error.awsMessage, awsMessage);
        assert.match(error.message, /\(line \d+, column \d+\)$/);
      });
  });
};
