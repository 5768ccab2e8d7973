import { type Paint, paintFor, printable } from "../../authorization/explanation/paint.ts";
import type { Finding, Severity } from "../finding.ts";

/** How findings are written for a person. */
export type TextOptions = {
  readonly color: boolean;
  /** The text of each file, to quote the line with a caret under the place; without, only the line of the finding. */
  readonly sources?: ReadonlyMap<string, string>;
};

const LONGEST = 160;

/** Writes findings as compilers do: `file:line:column severity code message`, and what to write instead. */
export const renderText = (findings: readonly Finding[], { color, sources }: TextOptions): string => {
  const paint = paintFor(color);
  return findings
    .map((finding) =>
      [headline(finding, paint), ...quote(finding, sources, paint), ...advice(finding)].join("\n"),
    )
    .map((text) => `${text}\n`)
    .join(sources === undefined ? "" : "\n");
};

const headline = ({ file, start, severity, code, message }: Finding, paint: Paint): string =>
  `${printable(file)}:${start.line}:${start.column} ${painted(severity, paint)} ${paint.bold(code)} ${printable(message)}`;

const painted = (severity: Severity, paint: Paint): string => {
  if (severity === "error") return paint.bad(severity);
  return severity === "warning" ? paint.wanted(severity) : paint.good(severity);
};

const advice = (finding: Finding): readonly string[] =>
  finding.advice === undefined ? [] : [`    ${printable(finding.advice)}`];

const quote = (
  { file, start, end }: Finding,
  sources: ReadonlyMap<string, string> | undefined,
  paint: Paint,
): readonly string[] => {
  const line = sources?.get(file)?.split("\n")[start.line - 1];
  if (line === undefined) return [];
  // Of a long line, such as a policy without line breaks, the part around the place.
  const from = Math.max(0, Math.min(start.column - 1 - LONGEST / 2, line.length - LONGEST));
  const shown = line.slice(from, from + LONGEST);
  const column = start.column - 1 - from;
  const length = Math.max(
    1,
    Math.min((end.line === start.line ? end.column : line.length + 1) - start.column, shown.length - column),
  );
  const number = String(start.line);
  return [
    `${paint.dim(`  ${number} |`)} ${printable(shown.replaceAll("\t", " "))}`,
    `${paint.dim(`  ${" ".repeat(number.length)} |`)} ${" ".repeat(column)}${paint.bad("^".repeat(length))}`,
  ];
};

/** One line that counts them: `2 errors, 1 warning in 3 files`. */
export const renderCount = (findings: readonly Finding[], files: number): string => {
  const counts = (["error", "warning", "suggestion"] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? "" : "s"}`];
  });
  return `${counts.length === 0 ? "nothing to complain of" : counts.join(", ")} in ${files} file${files === 1 ? "" : "s"}`;
};
