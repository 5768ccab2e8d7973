import { paintFor, printable } from "../../authorization/explanation/paint.ts";
import { renderExplanation } from "../../authorization/index.ts";
import type { FileResult } from "../running/run-tests.ts";
import { countOf, placeOf, titleOf } from "./titles.ts";

/** Results for a person: each test, what failed in it and why. */
export const renderPretty = (
  files: readonly FileResult[],
  { color }: { readonly color: boolean },
): string => {
  const paint = paintFor(color);
  const lines: string[] = [];
  for (const file of files) {
    lines.push(paint.bold(printable(file.file.path)));
    for (const { test, results, milliseconds } of file.tests) {
      const failed = results.filter(({ passed }) => !passed);
      const mark = failed.length === 0 ? paint.good("✔") : paint.bad("✘");
      lines.push(
        `  ${mark} ${printable(test.name)} ${paint.dim(`(${results.length}, ${milliseconds.toFixed(1)} ms)`)}`,
      );
      for (const result of failed) {
        lines.push(
          `      ${paint.bad("✘")} ${titleOf(result)}`,
          `        ${printable(result.failure ?? "")} ${paint.dim(placeOf(file, result))}`,
        );
        const account = result.explanation ? renderExplanation(result.explanation, { color }) : "";
        lines.push(
          "",
          ...account
            .trimEnd()
            .split("\n")
            .map((line) => `        ${line}`.trimEnd()),
          "",
        );
      }
    }
  }
  const { all, failed } = countOf(files.flatMap(({ tests }) => tests));
  const verdict = failed === 0 ? paint.good(`${all} passed`) : paint.bad(`${failed} of ${all} failed`);
  return `${lines.join("\n")}\n\n${verdict}\n`;
};
