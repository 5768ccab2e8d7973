import { listed } from "../checks/dead-resources.ts";
import { grantsOf, isEverything } from "../checks/grants.ts";
import type { LintDocument, LintStatement, Report } from "../document.ts";
import { trustedServices } from "./detect.ts";
import { type Requirement, ROLES, type RolePurpose } from "./requirements.ts";

/** A role under scrutiny: its policies, its trust policy if it is known, and how to report on each. */
export type LintRole = {
  readonly purpose: RolePurpose;
  /** All its policies are here, so that what none of them grants is lacking. */
  readonly complete: boolean;
  readonly identity: readonly { readonly document: LintDocument; readonly report: Report }[];
  readonly trusts: readonly { readonly document: LintDocument; readonly report: Report }[];
};

/** Holds a role to what it must be able to do, and tells what it has no use for. */
export const checkRole = (role: LintRole): void => {
  const { purpose, complete, identity, trusts } = role;
  const { title, services, needs, features, excess, deprecated, page } = ROLES[purpose];
  const statements = identity.flatMap(({ document }) => document.statements);
  const [first] = identity;
  if (first !== undefined && complete) {
    const at = startOf(first.document);
    lacking(needs, statements, ({ action, why }) =>
      first.report("role-lacks-permission", {
        at,
        message: `The ${title} lacks ${action}: ${why}.`,
        advice: `Add ${action}. See ${page}`,
      }),
    );
    for (const [why, actions] of byReason(lackingOf(features, statements)))
      first.report("role-lacks-feature", {
        at,
        message: `Without ${listed(actions)} in the ${title}, ${why}.`,
        advice: `Add ${actions.length === 1 ? "it" : "them"} if that is needed. See ${page}`,
      });
    if (deprecated !== undefined)
      first.report("role-deprecated", { at, message: `A ${title} is no longer needed.`, advice: deprecated });
  }
  for (const { document, report } of identity)
    for (const { action, why } of excess)
      for (const grant of grantsOf(document.statements, action)) {
        // A wildcard that happens to hold it is judged for its breadth, not for this.
        if (isEverything(grant) || grant.value === undefined || /[*?]/.test(grant.value.value)) continue;
        report("role-excess", {
          at: grant.at,
          message: `The ${title} has no use for ${action}: ${why}.`,
          advice: "Remove it.",
        });
      }
  for (const { document, report } of trusts) {
    const trusted = trustedServices(document);
    if (trusted.some((service) => services.includes(service))) continue;
    report("trust-unknown-service", {
      at: startOf(document),
      message: `A ${title} is assumed by ${listed(services, "or")}, which this policy does not trust.`,
      advice: `Write "Principal": { "Service": "${services[0]}" }.`,
    });
  }
};

const lacking = (
  requirements: readonly Requirement[],
  statements: readonly LintStatement[],
  then: (requirement: Requirement) => void,
): void => {
  for (const requirement of lackingOf(requirements, statements)) then(requirement);
};

const lackingOf = (
  requirements: readonly Requirement[],
  statements: readonly LintStatement[],
): readonly Requirement[] => requirements.filter(({ action }) => grantsOf(statements, action).length === 0);

const byReason = (requirements: readonly Requirement[]): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const { why, action } of requirements) found.set(why, [...(found.get(why) ?? []), action]);
  return found;
};

const startOf = ({ found }: LintDocument): number => Math.max(0, found.text.search(/\S/));
