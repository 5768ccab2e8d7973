import { type Paint, paintFor, printable } from "../authorization/explanation/paint.ts";
import type { DecidingStatement } from "../authorization/index.ts";
import { placeOf } from "./obstacles.ts";
import { counted, listed, period } from "./render-missing.ts";
import type { UsedReport } from "./used.ts";

/** A report with the statements that were never used; undefined where the current policies are not known. */
export type JudgedReport = UsedReport & { readonly unused: readonly DecidingStatement[] | undefined };

/** What was used and what was not, for a person; lines end in `\n`. With `color`, ANSI sequences. */
export const renderUsed = (
  reports: readonly JudgedReport[],
  options: { readonly color: boolean },
): string => {
  const paint = paintFor(options.color);
  return reports.map((report) => `${renderPrincipal(report, paint).join("\n")}\n`).join("\n");
};

const renderPrincipal = (report: JudgedReport, paint: Paint): readonly string[] => {
  const { principal, permissions, policy } = report;
  const calls = permissions.reduce((sum, { count }) => sum + count, 0);
  return [
    `${paint.bold(printable(`${principal.kind} ${principal.name}`))}  ${printable(principal.arn)}`,
    `${counted(permissions.length, "permission")} used, in ${counted(calls, "allowed decision")}`,
    ...permissions.flatMap(({ action, resources, count, first, last }) => [
      "",
      `  ${paint.bold(printable(action))}  ${counted(count, "time")}, ${period(first, last)}`,
      ...listed("on", resources),
    ]),
    "",
    ...(policy.length === 0
      ? ["  no identity-based policy is needed for that"]
      : ["  least privilege: with --policy, the policy that allows this and no more"]),
    ...renderUnused(report, paint),
  ];
};

const renderUnused = ({ principal, unused }: JudgedReport, paint: Paint): readonly string[] => {
  if (principal.kind === "root") return [];
  if (unused === undefined)
    return [
      "  what was never used is not told: it takes a running control plane to read the current policies",
    ];
  if (unused.length === 0) return ["  every statement of its current policies was used"];
  return [
    "",
    `  ${paint.bold("never used")}, of its current policies:`,
    ...unused.map((statement) => `    ${printable(placeOf(statement))}`),
  ];
};
