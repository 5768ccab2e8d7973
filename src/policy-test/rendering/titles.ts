import { printable } from "../../authorization/explanation/paint.ts";
import type { ExpectationResult, FileResult, TestResult } from "../running/run-tests.ts";

/** `can ecs:RunTask on arn:…`. */
export const titleOf = ({ expectation }: ExpectationResult): string => {
  const { can, action, resource, comment } = expectation;
  const on = resource === "*" ? "" : ` on ${resource}`;
  return printable(`${can ? "can" : "cannot"} ${action}${on}${comment === undefined ? "" : ` (${comment})`}`);
};

/** `file:line`. */
export const placeOf = ({ file }: FileResult, { expectation }: ExpectationResult): string =>
  printable(`${file.path}:${expectation.at.line}:${expectation.at.column}`);

/** How many expectations a test, or all of some files, has and how many of them failed. */
export const countOf = (tests: readonly TestResult[]): { readonly all: number; readonly failed: number } => {
  const results = tests.flatMap((test) => test.results);
  return { all: results.length, failed: results.filter(({ passed }) => !passed).length };
};
