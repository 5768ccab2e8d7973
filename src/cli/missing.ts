import { readAll } from "../decision-log/index.ts";
import {
  type MissingPermission,
  MissingPermissions,
  type MissingReport,
  obstaclesOf,
  renderMissing,
} from "../least-privilege/index.ts";
import type { DataFolder } from "./data-folder.ts";
import { resourceScope, sinceMoment } from "./decision-period.ts";
import { chosen, printPolicies } from "./generated-policies.ts";
import { wantsColor } from "./wants-color.ts";

/** The options of `portreeve missing`, and of `portreeve used`, as they are typed. */
export type AuditOptions = {
  readonly principal?: string;
  readonly since?: string;
  readonly resources: string;
  readonly json?: boolean;
  readonly policy?: boolean;
};

const permissionJson = (permission: MissingPermission): Readonly<Record<string, unknown>> => {
  const { denial, first, last, statements, ...rest } = permission;
  return {
    ...rest,
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
    ...denial,
    statements,
  };
};

const reportJson = ({ principal, permissions, policy }: MissingReport): unknown => ({
  principal: principal.arn,
  permissions: permissions.map(permissionJson),
  policies: policy,
  obstacles: permissions.flatMap(obstaclesOf),
});

/** `portreeve missing`: every permission that was denied, and the smallest policy that would have allowed it. */
export const missing = async (folder: DataFolder, options: AuditOptions): Promise<void> => {
  const scope = resourceScope(options.resources);
  const found = new MissingPermissions();
  for await (const record of readAll(folder.decisions, { since: sinceMoment(options.since, Date.now()) }))
    found.add(record);
  const reports = chosen(found.report(scope), options.principal, "was denied");
  if (options.policy) {
    const policies = reports.map((report) => ({
      ...report,
      obstacles: report.permissions.flatMap(obstaclesOf),
    }));
    printPolicies(policies, options.json === true);
  } else if (options.json) process.stdout.write(`${JSON.stringify(reports.map(reportJson))}\n`);
  else if (reports.length === 0) process.stdout.write("nothing was denied\n");
  else process.stdout.write(renderMissing(reports, { color: wantsColor(process.stdout) }));
};
