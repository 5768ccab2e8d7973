import {
  type GroupedPrincipal,
  isMeant,
  POLICY_SIZES,
  type PolicyDocument,
  sizeOf,
} from "../least-privilege/index.ts";
import { CliError } from "./cli-error.ts";

/** Those whom the person asked about. Throws {@link CliError} when there is nobody of that name. */
export const chosen = <Report extends { readonly principal: GroupedPrincipal }>(
  reports: readonly Report[],
  principal: string | undefined,
  what: string,
): readonly Report[] => {
  if (principal === undefined) return reports;
  const found = reports.filter((report) => isMeant(report.principal, principal));
  if (found.length > 0) return found;
  const others = reports.map((report) => `${report.principal.kind}/${report.principal.name}`);
  throw new CliError(
    `nothing that ${principal} ${what} is recorded${others.length === 0 ? "" : `; there is something of ${others.join(", ")}`}`,
  );
};

const ATTACHMENTS = 10;

/** How the documents get to the principal, and what stands in the way. */
const attachNotes = (
  principal: GroupedPrincipal,
  documents: readonly PolicyDocument[],
): readonly string[] => {
  const { kind, name } = principal;
  if (kind !== "user" && kind !== "role")
    return [`${principal.arn} has no identity-based policies of its own: attach this to whom it acts for`];
  const size = documents.reduce((sum, document) => sum + sizeOf(document), 0);
  if (documents.length === 1 && size <= POLICY_SIZES[kind])
    return [
      `attach it with: aws iam put-${kind}-policy --${kind}-name ${name} --policy-name least-privilege --policy-document file://policy.json`,
    ];
  const notes = [
    `${size} characters are more than inline policies take together (${POLICY_SIZES[kind]} for a ${kind}): make ${documents.length === 1 ? "it a managed policy" : `each of the ${documents.length} a managed policy`} with aws iam create-policy, and attach it with aws iam attach-${kind}-policy`,
  ];
  if (documents.length > ATTACHMENTS)
    notes.push(
      `a ${kind} takes ${ATTACHMENTS} managed policies: generalize with --resources family or service`,
    );
  return notes;
};

/** One principal's policy as it is printed. */
export type PrintedPolicy = {
  readonly principal: GroupedPrincipal;
  readonly policy: readonly PolicyDocument[];
  /** What the policy does not do. */
  readonly obstacles: readonly string[];
};

/**
 * Prints policies: documents on the output, ready for a file, and everything said about them beside it. As JSON,
 * all of it on the output.
 */
export const printPolicies = (policies: readonly PrintedPolicy[], json: boolean): void => {
  if (json) {
    const all = policies.map(({ principal, policy, obstacles }) => ({
      principal: principal.arn,
      policies: policy,
      obstacles,
    }));
    process.stdout.write(`${JSON.stringify(all)}\n`);
    return;
  }
  for (const { principal, policy, obstacles } of policies) {
    const notes = policy.length === 0 ? [] : attachNotes(principal, policy);
    process.stderr.write(`${[`# ${principal.arn}`, ...obstacles, ...notes].join("\n# ")}\n`);
    for (const document of policy) process.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
  }
};
