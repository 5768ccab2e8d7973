import type { PrincipalSyntax } from "../language/principal.ts";
import type { AuthorizationPrincipal, RequestContext } from "../types.ts";
import { lookUp } from "./context.ts";

/**
 * How an `Allow` of a resource-based policy reaches the principal, weakest first; it decides which other layers
 * still limit the grant within the account.
 * - `account`: through the principal's account, whose own policies must allow as well;
 * - `role`: through the role or the federating user behind a session; boundary and session policy still limit it;
 * - `direct`: by the name of the user or session, of the service, or to everybody; nothing limits it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Grant = "none" | "account" | "role" | "direct";

/** A `Principal` or `NotPrincipal` element. */
export type PrincipalMatcher = {
  readonly negated: boolean;
  readonly everybody: boolean;
  readonly accounts: ReadonlySet<string>;
  readonly arns: ReadonlySet<string>;
  readonly services: ReadonlySet<string>;
  readonly federated: ReadonlySet<string>;
  readonly canonicalUsers: ReadonlySet<string>;
};

const ACCOUNT = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/;

/** Prepares the element. */
export const compilePrincipal = (element: PrincipalSyntax): PrincipalMatcher => {
  const ofKind = (kind: string): readonly string[] =>
    element.principals.filter((principal) => principal.kind === kind).map(({ value }) => value);
  const named = ofKind("AWS");
  const accountOf = (value: string): string | undefined =>
    value.endsWith(":root") || /^\d+$/.test(value) ? ACCOUNT.exec(value)?.[1] : undefined;
  return {
    negated: element.name === "NotPrincipal",
    everybody: named.includes("*"),
    accounts: new Set(named.map(accountOf).filter((account) => account !== undefined)),
    arns: new Set(named.filter((value) => accountOf(value) === undefined)),
    services: new Set(ofKind("Service")),
    federated: new Set(ofKind("Federated")),
    canonicalUsers: new Set(ofKind("CanonicalUser")),
  };
};

/** How the element, in a statement that allows, reaches the principal. `NotPrincipal` allows all it does not name. */
export const grantTo = (
  matcher: PrincipalMatcher,
  principal: AuthorizationPrincipal,
  context: RequestContext,
): Grant => {
  const grant = named(matcher, principal, context);
  if (!matcher.negated) return grant;
  return grant === "none" ? "direct" : "none";
};

/**
 * Whether the element, in a statement that denies, covers the principal. `NotPrincipal` spares only whom it names
 * completely: a user together with the account, a session together with role and account, "otherwise, the policy
 * might deny access to the entire account containing the principal".
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export const deniesPrincipal = (
  matcher: PrincipalMatcher,
  principal: AuthorizationPrincipal,
  context: RequestContext,
): boolean => {
  if (!matcher.negated) return named(matcher, principal, context) !== "none";
  if (matcher.everybody) return false;
  if (principal.type === "Service" || principal.type === "Anonymous")
    return named(matcher, principal, context) === "none";
  if (isFederated(matcher, context)) return false;
  if (!matcher.accounts.has(principal.accountId)) return true;
  if (principal.type === "Root") return false;
  const role = principal.type === "AssumedRole" ? roleArnOf(principal) : undefined;
  return !matcher.arns.has(principal.arn) || (role !== undefined && !matcher.arns.has(role));
};

const named = (
  matcher: PrincipalMatcher,
  principal: AuthorizationPrincipal,
  context: RequestContext,
): Grant => {
  if (matcher.everybody) return "direct";
  if (principal.type === "Service") {
    const { serviceName = "" } = principal;
    return matcher.services.has(serviceName) || matcher.services.has("*") ? "direct" : "none";
  }
  if (isFederated(matcher, context)) return "direct";
  if (principal.type === "Anonymous") return "none";
  const canonical =
    principal.canonicalUserId !== undefined && matcher.canonicalUsers.has(principal.canonicalUserId);
  if (principal.type === "Root")
    return canonical || matcher.accounts.has(principal.accountId) ? "direct" : "none";
  if (matcher.arns.has(principal.arn)) return "direct";
  if (principal.type === "AssumedRole" && matcher.arns.has(roleArnOf(principal))) return "role";
  if (principal.userArn !== undefined && matcher.arns.has(principal.userArn)) return "role";
  return canonical || matcher.accounts.has(principal.accountId) ? "account" : "none";
};

// A web identity or SAML principal is known by its provider alone.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-federatedprovider
const isFederated = (matcher: PrincipalMatcher, context: RequestContext): boolean => {
  if (matcher.federated.size === 0) return false;
  const provider = lookUp(context, "aws:FederatedProvider");
  return typeof provider === "string" && (matcher.federated.has(provider) || matcher.federated.has("*"));
};

/** The role behind a session: as given, or from the session's ARN, which is right for roles without a path. */
export const roleArnOf = (principal: AuthorizationPrincipal): string =>
  principal.roleArn ??
  principal.arn.replace(/^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, "arn:$1:iam::$2:role/$3");
