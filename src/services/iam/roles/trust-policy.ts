import { parseArn } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { accountTable } from "../accounts/table.ts";
import { limitExceeded, malformedPolicy } from "../errors.ts";
import { firstOf } from "../first-of.ts";
import { checkDocument, countedSize } from "../policies/policy-document.ts";
import { userTable } from "../users/table.ts";
import { type RoleRow, roleTable, type TrustedPrincipal } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAXIMUM_SIZE = 2048;

/**
 * Checks a trust policy and answers the users and roles it names, by unique id: who has their names later is
 * somebody else. Throws MalformedPolicyDocument, also for a principal that does not exist, and LimitExceeded.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const checkTrustPolicy = (state: Reader, document: string): readonly TrustedPrincipal[] => {
  checkDocument(document, "trust");
  if (countedSize(document) > MAXIMUM_SIZE) throw limitExceeded("ACLSizePerRole", MAXIMUM_SIZE);
  return principalArns(JSON.parse(document)).flatMap((arn) => {
    const principal = trusted(state, arn);
    return principal === undefined ? [] : [principal];
  });
};

/**
 * The trust policy as it stands now: the ARN of a user or role that was deleted since has given way to its
 * unique id, as AWS shows it, so that a new one of the same name is not trusted.
 */
export const effectiveTrustPolicy = (state: Reader, role: RoleRow): string => {
  let document = role.trustPolicy;
  for (const { arn, id } of role.trustedPrincipals) {
    if (principalOf(state, id)?.arn === arn) continue;
    document = document.replaceAll(JSON.stringify(arn), JSON.stringify(id));
  }
  return document;
};

const principalOf = (state: Reader, id: string): { readonly arn: string } | undefined =>
  state.table(userTable).get(id) ?? state.table(roleTable).get(id);

/** The `AWS` principals of a document that are users or roles, as they are written. */
const principalArns = (document: unknown): readonly string[] => {
  const { Statement } = document as { readonly Statement?: unknown };
  const statements = Array.isArray(Statement) ? Statement : [Statement];
  const named = statements.flatMap((statement: { Principal?: unknown; NotPrincipal?: unknown }) => [
    statement.Principal,
    statement.NotPrincipal,
  ]);
  const arns = named.flatMap((element) => {
    const aws =
      typeof element === "object" && element !== null ? (element as { AWS?: unknown }).AWS : undefined;
    return (Array.isArray(aws) ? aws : [aws]) as readonly unknown[];
  });
  return [...new Set(arns.filter((arn) => typeof arn === "string"))].filter((arn) =>
    /^(user|role)\//.test(parseArn(arn)?.resource ?? ""),
  );
};

const trusted = (state: Reader, arn: string): TrustedPrincipal | undefined => {
  const row =
    firstOf(state.table(userTable).by("arn", arn)) ?? firstOf(state.table(roleTable).by("arn", arn));
  if (row !== undefined) return { arn, id: row.id };
  // Of accounts that live elsewhere nothing is known; they are taken at their word.
  if (state.table(accountTable).get(parseArn(arn)?.accountId ?? "") === undefined) return undefined;
  throw malformedPolicy(`Invalid principal in policy: "AWS":"${arn}"`);
};
