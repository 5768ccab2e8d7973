import { grantsOf, isEverything } from "../checks/grants.ts";
import type { LintDocument, LintStatement } from "../document.ts";
import { ROLES, type RolePurpose } from "./requirements.ts";

/** The services that a trust policy lets assume the role. */
export const trustedServices = (trust: LintDocument): readonly string[] =>
  trust.statements.flatMap(({ allows, syntax }) =>
    allows && syntax.principal?.name === "Principal"
      ? syntax.principal.principals.flatMap(({ kind, value }) => (kind === "Service" ? [value] : []))
      : [],
  );

/**
 * What a role is for: one that trusts a service has one of the purposes for which this service uses roles, and what
 * its policies grant tells which. A task role may have anything, so it is what remains.
 */
export const detectPurpose = (
  trusts: readonly LintDocument[],
  statements: readonly LintStatement[],
): RolePurpose | undefined => {
  const services = new Set(trusts.flatMap(trustedServices));
  const purposes = (Object.keys(ROLES) as RolePurpose[]).filter((purpose) =>
    ROLES[purpose].services.some((service) => services.has(service)),
  );
  return purposes.find((purpose) =>
    ROLES[purpose].tellTale.some((action) =>
      grantsOf(statements, action).some((grant) => !isEverything(grant)),
    ),
  );
};
