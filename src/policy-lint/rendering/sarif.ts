import { pathToFileURL } from "node:url";
import { CODES, type FindingCode } from "../codes.ts";
import type { Finding, Severity } from "../finding.ts";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  suggestion: "note",
};

/**
 * Findings as a SARIF 2.1.0 log with one run, which code scanning services read.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const renderSarif = (findings: readonly Finding[], version: string): object => {
  const rules = Object.keys(CODES) as FindingCode[];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "portreeve lint",
            version,
            rules: rules.map((id) => ({
              id,
              shortDescription: { text: `${CODES[id].title}.` },
              defaultConfiguration: { level: LEVELS[CODES[id].severity] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => ({
          ruleId: finding.code,
          ruleIndex: rules.indexOf(finding.code),
          level: LEVELS[finding.severity],
          message: {
            text: finding.advice === undefined ? finding.message : `${finding.message} ${finding.advice}`,
          },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(finding.file) },
                region: {
                  startLine: finding.start.line,
                  startColumn: finding.start.column,
                  endLine: finding.end.line,
                  endColumn: finding.end.column,
                },
              },
            },
          ],
        })),
      },
    ],
  };
};

// Relative names stay relative, so that a log made in one checkout fits another.
const uriOf = (file: string): string => {
  if (file.startsWith("/") || /^[A-Za-z]:[\\/]/.test(file)) return pathToFileURL(file).href;
  return file.split(/[\\/]/).map(encodeURIComponent).join("/");
};
