import { type Paint, paintFor, printable } from "../authorization/explanation/paint.ts";
import type { MissingPermission, MissingReport } from "./missing.ts";
import { obstaclesOf, policiesOfLayer } from "./obstacles.ts";

const MOST_LISTED = 8;

/** `3 denials`, `1 denial`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A moment as ISO 8601, to the second. */
export const moment = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** `2026-11-24T18:00:00Z to 2026-11-24T18:05:00Z`, or the one moment. */
export const period = (first: number, last: number): string =>
  moment(first) === moment(last) ? moment(first) : `${moment(first)} to ${moment(last)}`;

/** The first few of a list, one a line, under a label that stands once. */
export const listed = (label: string, values: readonly string[]): readonly string[] => {
  const shown = values.slice(0, MOST_LISTED);
  const more = values.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].map(
    (value, index) => `    ${(index === 0 ? label : "").padEnd(10)} ${printable(value)}`,
  );
};

/** What was missing, for a person; lines end in `\n`. With `color`, ANSI sequences. */
export const renderMissing = (
  reports: readonly MissingReport[],
  options: { readonly color: boolean },
): string => {
  const paint = paintFor(options.color);
  return reports.map((report) => `${renderPrincipal(report, paint).join("\n")}\n`).join("\n");
};

const renderPrincipal = ({ principal, permissions }: MissingReport, paint: Paint): readonly string[] => {
  const denials = permissions.reduce((sum, { count }) => sum + count, 0);
  const enforced = permissions.reduce((sum, each) => sum + each.enforced, 0);
  const since = permissions.filter(({ allowedSince }) => allowedSince).length;
  return [
    `${paint.bold(printable(`${principal.kind} ${principal.name}`))}  ${printable(principal.arn)}`,
    `${counted(permissions.length, "permission")} missing, in ${counted(denials, "denial")}, ${enforced} of them enforced` +
      (since > 0 ? `; ${since} allowed since` : ""),
    ...permissions.flatMap((permission) => ["", ...renderPermission(permission, paint)]),
  ];
};

const renderPermission = (permission: MissingPermission, paint: Paint): readonly string[] => {
  const { action, count, enforced, first, last, neededBy, resources, requestIds } = permission;
  const enforcement =
    enforced === count ? "enforced" : enforced === 0 ? "let through" : `${enforced} enforced`;
  const others = neededBy.filter((operation) => operation !== action);
  return [
    `  ${paint.bold(printable(action))}  ${counted(count, "denial")}, ${enforcement}, ${period(first, last)}${permission.allowedSince ? ", allowed since" : ""}`,
    ...listed("on", resources),
    ...(others.length > 0 ? listed("needed by", neededBy) : []),
    ...listed("requests", requestIds),
    ...renderMending(permission, paint),
  ];
};

const renderMending = (permission: MissingPermission, paint: Paint): readonly string[] => {
  const { denial, statements } = permission;
  if (!denial.mendable) return obstaclesOf(permission).map((text) => `    ${paint.bad(printable(text))}`);
  return denial.layers.flatMap(({ layer, level }) => {
    const own = layer === "trust" || layer === "resource" ? denial.resourceStatements : statements;
    return [
      `    add to ${policiesOfLayer(layer, level)}:`,
      ...own.flatMap((statement) =>
        JSON.stringify(statement, undefined, 2)
          .split("\n")
          .map((line) => `      ${printable(line)}`),
      ),
    ];
  });
};
