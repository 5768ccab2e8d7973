import { readAll } from "../decision-log/index.ts";
import {
  type JudgedReport,
  renderUsed,
  UsedPermissions,
  type UsedReport,
  unusedStatements,
} from "../least-privilege/index.ts";
import { type CurrentPolicies, readAccountPolicies } from "./account-policies.ts";
import type { DataFolder } from "./data-folder.ts";
import { resourceScope, sinceMoment } from "./decision-period.ts";
import { chosen, printPolicies } from "./generated-policies.ts";
import type { AuditOptions } from "./missing.ts";
import { wantsColor } from "./wants-color.ts";

const judged = async (
  folder: DataFolder,
  reports: readonly UsedReport[],
): Promise<readonly JudgedReport[]> => {
  const accounts = new Map<string, CurrentPolicies | undefined>();
  for (const accountId of new Set(reports.map(({ principal }) => principal.accountId)))
    accounts.set(accountId, await readAccountPolicies(folder, accountId));
  return reports.map((report) => {
    const current = accounts.get(report.principal.accountId)?.(report.principal);
    return { ...report, unused: current && unusedStatements(current, report.granting) };
  });
};

const reportJson = ({ principal, permissions, policy, unused }: JudgedReport): unknown => ({
  principal: principal.arn,
  permissions: permissions.map(({ first, last, ...rest }) => ({
    ...rest,
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
  })),
  policies: policy,
  // Null says that it is not known, as no control plane runs.
  unusedStatements: unused ?? null,
});

/**
 * `portreeve used`: what was allowed and used, the least-privilege policy for it, and what was granted and never
 * used. The root user and AWS's services, which have no policies, are told of only when they are named.
 */
export const used = async (folder: DataFolder, options: AuditOptions): Promise<void> => {
  const scope = resourceScope(options.resources);
  const found = new UsedPermissions();
  for await (const record of readAll(folder.decisions, { since: sinceMoment(options.since, Date.now()) }))
    found.add(record);
  const all = found.report(scope);
  const reports = chosen(all, options.principal, "used").filter(
    ({ principal }) =>
      options.principal !== undefined || (principal.kind !== "root" && principal.kind !== "service"),
  );
  if (options.policy) {
    const policies = reports.map(({ principal, policy }) => ({ principal, policy, obstacles: [] }));
    printPolicies(policies, options.json === true);
    return;
  }
  const known = await judged(folder, reports);
  if (options.json) process.stdout.write(`${JSON.stringify(known.map(reportJson))}\n`);
  else if (known.length === 0) process.stdout.write("nothing was used\n");
  else process.stdout.write(renderUsed(known, { color: wantsColor(process.stdout) }));
};
