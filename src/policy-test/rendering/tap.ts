import { printable } from "../../authorization/explanation/paint.ts";
import { renderExplanation } from "../../authorization/index.ts";
import type { FileResult } from "../running/run-tests.ts";
import { placeOf, titleOf } from "./titles.ts";

/** Results in the Test Anything Protocol, version 14: https://testanything.org/tap-version-14-specification.html */
export const renderTap = (files: readonly FileResult[]): string => {
  const lines: string[] = [];
  let number = 0;
  for (const file of files)
    for (const { test, results } of file.tests)
      for (const result of results) {
        number++;
        const title = escaped(`${printable(test.name)}: ${titleOf(result)}`);
        lines.push(`${result.passed ? "ok" : "not ok"} ${number} - ${title}`);
        if (result.passed) continue;
        const account = result.explanation ? renderExplanation(result.explanation, { color: false }) : "";
        lines.push(
          "  ---",
          `  message: ${JSON.stringify(result.failure)}`,
          `  at: ${JSON.stringify(placeOf(file, result))}`,
          "  severity: fail",
          "  explanation: |",
          ...account
            .trimEnd()
            .split("\n")
            .map((line) => `    ${line}`.trimEnd()),
          "  ...",
        );
      }
  return `TAP version 14\n1..${number}\n${lines.map((line) => `${line}\n`).join("")}`;
};

// A # would begin a directive.
const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("#", "\\#");
