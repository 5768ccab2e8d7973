import { readFileSync } from "node:fs";
import {
  type DocumentUse,
  type Finding,
  type LintSource,
  lintPolicies,
  ROLES,
  type RolePurpose,
  renderCount,
  renderSarif,
  renderText,
} from "../policy-lint/index.ts";
import { CliError } from "./cli-error.ts";
import { wantsColor } from "./wants-color.ts";

/** What `portreeve lint` was asked, next to the files. */
export type LintCommandOptions = {
  readonly format: string;
  readonly as?: string;
  readonly role?: string;
  readonly maxWarnings?: string;
};

/** `portreeve lint`: exit code 0 without errors, 1 with errors or too many warnings, 2 when it could not look. */
export const lint = (files: readonly string[], options: LintCommandOptions, version: string): void => {
  const limit = warningLimit(options.maxWarnings);
  const sources = files.map(readSource);
  const findings = lintPolicies(sources, {
    // INVARIANT: the command line lets pass nothing else
    ...(options.as !== undefined && { as: options.as as DocumentUse }),
    ...(options.role !== undefined && { role: purposeOf(options.role) }),
  });
  process.stdout.write(render(findings, sources, options.format, version));
  const count = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  if (count("error") > 0 || count("warning") > limit) process.exitCode = 1;
};

const render = (
  findings: readonly Finding[],
  sources: readonly LintSource[],
  format: string,
  version: string,
): string => {
  if (format === "json") return `${JSON.stringify(findings, null, 2)}\n`;
  if (format === "sarif") return `${JSON.stringify(renderSarif(findings, version), null, 2)}\n`;
  const terminal = process.stdout.isTTY === true;
  const text = renderText(findings, {
    color: wantsColor(process.stdout),
    ...(terminal && { sources: new Map(sources.map((source) => [source.name, source.text])) }),
  });
  return terminal ? `${text}${text === "" ? "" : "\n"}${renderCount(findings, sources.length)}\n` : text;
};

const purposeOf = (written: string): RolePurpose => {
  if (Object.hasOwn(ROLES, written)) return written as RolePurpose;
  throw new CliError(`--role is one of ${Object.keys(ROLES).join(", ")}, not "${written}"`, 2);
};

const warningLimit = (written: string | undefined): number => {
  if (written === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d{1,9}$/.test(written)) throw new CliError(`--max-warnings is a number, not "${written}"`, 2);
  return Number(written);
};

/** Reads a file, or the standard input for `-`. */
const readSource = (file: string): LintSource => {
  try {
    return file === "-"
      ? { name: "<stdin>", text: readFileSync(0, "utf8") }
      : { name: file, text: readFileSync(file, "utf8") };
  } catch (error) {
    throw new CliError(`can not read ${file}: ${error instanceof Error ? error.message : String(error)}`, 2);
  }
};
