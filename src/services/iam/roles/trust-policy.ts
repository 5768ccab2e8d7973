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
  return principalArns(JSON.parse(document) as Document).flatMap((arn) => {
    const principal = trusted(state, arn);
    return principal === undefined ? [] : [principal];
  });
};

/**
 * The trust policy as it stands now. IAM trusts principals, not names: who was renamed since is shown by the new
 * ARN, and who was deleted by its unique id, so that a new one of the same name is not trusted.
 */
export const effectiveTrustPolicy = (state: Reader, role: RoleRow): string => {
  const changed = new Map<string, string>();
  for (const { arn, id } of role.trustedPrincipals) {
    const present = (state.table(userTable).get(id) ?? state.table(roleTable).get(id))?.arn ?? id;
    if (present !== arn) changed.set(arn, present);
  }
  return changed.size === 0 ? role.trustPolicy : withPrincipals(role.trustPolicy, changed);
};

type Statement = { readonly Principal?: unknown; readonly NotPrincipal?: unknown };
type Document = { readonly Statement: Statement | readonly Statement[] };

const statementsOf = ({ Statement }: Document): readonly Statement[] =>
  [Statement].flat() as readonly Statement[];

/** The values of an element's `AWS` member, one or many. */
const awsOf = (element: unknown): readonly unknown[] =>
  typeof element === "object" && element !== null && "AWS" in element ? [element.AWS].flat() : [];

/** The users and roles that the document names, by ARN. */
const principalArns = (document: Document): readonly string[] => {
  const named = statementsOf(document).flatMap(({ Principal, NotPrincipal }) => [
    ...awsOf(Principal),
    ...awsOf(NotPrincipal),
  ]);
  return [...new Set(named)].filter((arn): arn is string => {
    const parsed = typeof arn === "string" ? parseArn(arn) : undefined;
    return parsed?.service === "iam" && /^(user|role)\//.test(parsed.resource);
  });
};

const withPrincipals = (document: string, changed: ReadonlyMap<string, string>): string => {
  const present = (name: unknown): unknown => (typeof name === "string" ? (changed.get(name) ?? name) : name);
  const element = (value: unknown): unknown =>
    typeof value === "object" && value !== null && "AWS" in value
      ? { ...value, AWS: Array.isArray(value.AWS) ? value.AWS.map(present) : present(value.AWS) }
      : value;
  const parsed = JSON.parse(document) as Document;
  const statements = statementsOf(parsed).map((statement) => ({
    ...statement,
    ...("Principal" in statement ? { Principal: element(statement.Principal) } : {}),
    ...("NotPrincipal" in statement ? { NotPrincipal: element(statement.NotPrincipal) } : {}),
  }));
  return JSON.stringify({ ...parsed, Statement: statements });
};

const trusted = (state: Reader, arn: string): TrustedPrincipal | undefined => {
  const row =
    firstOf(state.table(userTable).by("arn", arn)) ?? firstOf(state.table(roleTable).by("arn", arn));
  if (row !== undefined) return { arn, id: row.id };
  // Of accounts that live elsewhere nothing is known; they are taken at their word.
  if (state.table(accountTable).get(parseArn(arn)?.accountId ?? "") === undefined) return undefined;
  throw malformedPolicy(`Invalid principal in policy: "AWS":"${arn}"`);
};
