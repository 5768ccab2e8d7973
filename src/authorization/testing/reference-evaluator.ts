import type { AuthorizationPrincipal, AuthorizationRequest, LayerName, PolicyKind } from "../types.ts";
import { COMPARISONS, contextValue, matches, toPattern, type Variables } from "./reference-values.ts";

/** A policy of the reference evaluator: the parsed document and nothing else. */
export type ReferencePolicy = { readonly kind: PolicyKind; readonly document: PolicyJson };
/** A parsed policy document. */
export type PolicyJson = {
  readonly Version?: string;
  readonly Statement: StatementJson | readonly StatementJson[];
};
type Texts = string | readonly string[];
/** A parsed statement. */
export type StatementJson = {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: Texts;
  readonly NotAction?: Texts;
  readonly Resource?: Texts;
  readonly NotResource?: Texts;
  readonly Principal?: "*" | Readonly<Record<string, Texts>>;
  readonly NotPrincipal?: "*" | Readonly<Record<string, Texts>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts>>>>;
};
/** The layers, as the engine has them. */
export type ReferenceLayers = {
  readonly identity: readonly ReferencePolicy[];
  readonly boundary?: readonly ReferencePolicy[];
  readonly session?: readonly ReferencePolicy[];
  readonly resource?: readonly ReferencePolicy[];
  readonly scps?: readonly (readonly ReferencePolicy[])[];
  readonly rcps?: readonly (readonly ReferencePolicy[])[];
};
/** What a decision says, but for the statements. */
export type ReferenceDecision = {
  readonly allowed: boolean;
  readonly outcome: "allowed" | "explicitDeny" | "implicitDeny";
  readonly layer: LayerName | "root";
};

const list = (texts: Texts | undefined): readonly string[] =>
  texts === undefined ? [] : typeof texts === "string" ? [texts] : texts;

// ---- elements: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html

const actionIs = (pattern: string, action: string): boolean => {
  const source = toPattern(pattern, { known: false, context: {} }, ".*", ".");
  return matches(source, action, "i");
};

const resourceIs = (pattern: string, resource: string, variables: Variables): boolean => {
  if (/^\*+$/.test(pattern)) return true;
  if (resource === "*") return false;
  const parts = pattern.split(":");
  const head = parts.slice(0, 5).map((part) => {
    // "If the * wildcard is the last character of a resource ARN segment, it can expand beyond the colon."
    const body = part.endsWith("*") ? part.slice(0, -1) : part;
    const source = toPattern(body, { known: false, context: {} }, "[^:]*", "[^:]");
    return part.endsWith("*") ? `${source}.*` : source;
  });
  const rest = parts.length > 5 ? [toPattern(parts.slice(5).join(":"), variables, ".*", ".")] : [];
  const sources = [...head, ...rest];
  return !sources.includes(undefined) && matches(sources.join(":"), resource);
};

const conditionIs = (
  written: string,
  key: string,
  wanted: readonly string[],
  variables: Variables,
): boolean => {
  const [, set, name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  const value = contextValue(variables.context, key);
  const missing = value === undefined || (Array.isArray(value) && value.length === 0);
  if (name === "Null") return wanted.some((text) => text.toLowerCase() === String(missing));
  if (missing && set) return set === "ForAllValues";
  if (missing && ifExists) return true;
  if (value === "" && set) return set === "ForAllValues";
  const [comparison, negated] = COMPARISONS[name] ?? [() => false, false];
  if (missing) return negated;
  const values = list(value);
  const anyWanted = (seen: string): boolean => wanted.some((text) => comparison(seen, text, variables));
  if (set === "ForAllValues") return values.every((seen) => anyWanted(seen) !== negated);
  if (set === "ForAnyValue") return values.some((seen) => anyWanted(seen) !== negated);
  return values.some(anyWanted) !== negated;
};

const roleOf = ({ arn, roleArn }: AuthorizationPrincipal): string => {
  const [, , , , account, session = ""] = arn.split(":");
  return roleArn ?? `arn:aws:iam::${account}:role/${session.split("/")[1]}`;
};

/** Which of the principal's names the element lists. */
const namesListed = (
  element: "*" | Readonly<Record<string, Texts>>,
  { principal, context }: AuthorizationRequest,
): readonly ("everybody" | "account" | "role" | "self")[] => {
  if (element === "*") return ["everybody"];
  const aws = list(element["AWS"]);
  const found: ("everybody" | "account" | "role" | "self")[] = [];
  if (aws.includes("*")) found.push("everybody");
  if (principal.type === "Service") {
    const services = list(element["Service"]);
    if (services.includes(principal.serviceName ?? "") || services.includes("*")) found.push("self");
    return found;
  }
  const provider = contextValue(context, "aws:FederatedProvider");
  const providers = list(element["Federated"]);
  if (
    typeof provider === "string" &&
    (providers.includes(provider) || (providers.length > 0 && providers.includes("*")))
  )
    found.push("self");
  if (principal.type === "Anonymous") return found;
  const account = principal.accountId;
  if (aws.some((name) => name === account || name === `arn:aws:iam::${account}:root`)) found.push("account");
  if (principal.type === "Root") return found;
  if (aws.includes(principal.arn)) found.push("self");
  if (principal.type === "AssumedRole" && aws.includes(roleOf(principal))) found.push("role");
  if (principal.type === "FederatedUser" && principal.userArn && aws.includes(principal.userArn))
    found.push("role");
  return found;
};

const denyReaches = (statement: StatementJson, request: AuthorizationRequest): boolean => {
  if (statement.Principal) return namesListed(statement.Principal, request).length > 0;
  if (!statement.NotPrincipal) return true;
  const names = namesListed(statement.NotPrincipal, request);
  const { type } = request.principal;
  if (names.includes("everybody")) return false;
  const providers = statement.NotPrincipal === "*" ? [] : list(statement.NotPrincipal["Federated"]);
  if (type === "Service" || type === "Anonymous") return !names.includes("self");
  if (providers.length > 0 && names.includes("self")) {
    const provider = contextValue(request.context, "aws:FederatedProvider");
    if (typeof provider === "string" && (providers.includes(provider) || providers.includes("*")))
      return false;
  }
  const needed: readonly string[] =
    type === "Root"
      ? ["account"]
      : type === "AssumedRole"
        ? ["account", "role", "self"]
        : ["account", "self"];
  return !needed.every((name) => (names as readonly string[]).includes(name));
};

type Reach = "none" | "account" | "role" | "direct";
const allowReach = (statement: StatementJson, request: AuthorizationRequest): Reach => {
  if (statement.NotPrincipal)
    return namesListed(statement.NotPrincipal, request).length > 0 ? "none" : "direct";
  if (!statement.Principal) return "direct";
  const names = namesListed(statement.Principal, request);
  if (names.includes("everybody") || names.includes("self")) return "direct";
  if (names.includes("account") && request.principal.type === "Root") return "direct";
  if (names.includes("role")) return "role";
  return names.includes("account") ? "account" : "none";
};

const applies = (
  statement: StatementJson,
  request: AuthorizationRequest,
  version: string | undefined,
): boolean => {
  const variables = { known: version === "2012-10-17", context: request.context };
  if (statement.Action && !list(statement.Action).some((one) => actionIs(one, request.action))) return false;
  if (statement.NotAction && list(statement.NotAction).some((one) => actionIs(one, request.action)))
    return false;
  const { Resource, NotResource } = statement;
  if (Resource && !list(Resource).some((one) => resourceIs(one, request.resource, variables))) return false;
  if (NotResource && list(NotResource).some((one) => resourceIs(one, request.resource, variables)))
    return false;
  return Object.entries(statement.Condition ?? {}).every(([operator, block]) =>
    Object.entries(block).every(([key, wanted]) => conditionIs(operator, key, list(wanted), variables)),
  );
};

const statementsOf = (policies: readonly ReferencePolicy[] | undefined) =>
  (policies ?? []).flatMap(({ document: { Version, Statement } }) =>
    (Array.isArray(Statement) ? Statement : [Statement]).map((statement: StatementJson) => ({
      statement,
      version: Version,
    })),
  );

const denies = (policies: readonly ReferencePolicy[] | undefined, request: AuthorizationRequest): boolean =>
  statementsOf(policies).some(
    ({ statement, version }) =>
      statement.Effect === "Deny" && applies(statement, request, version) && denyReaches(statement, request),
  );

const reaches = (
  policies: readonly ReferencePolicy[] | undefined,
  request: AuthorizationRequest,
): readonly Reach[] =>
  statementsOf(policies).flatMap(({ statement, version }) =>
    statement.Effect === "Allow" && applies(statement, request, version)
      ? [allowReach(statement, request)]
      : [],
  );
const allows = (policies: readonly ReferencePolicy[] | undefined, request: AuthorizationRequest): boolean =>
  reaches(policies, request).some((reach) => reach !== "none");

// ---- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html

/** Decides as the documentation tells it, step by step, evaluating everything anew each time. */
export const referenceDecide = (
  request: AuthorizationRequest,
  layers: ReferenceLayers,
): ReferenceDecision => {
  const { principal } = request;
  const trust = (layers.resource ?? []).some(({ kind }) => kind === "trust");
  const own = trust ? "trust" : "resource";
  const person = principal.type !== "Service" && principal.type !== "Anonymous";
  const rcps = principal.serviceLinked ? [] : (layers.rcps ?? []);
  const scps = principal.serviceLinked || !person ? [] : (layers.scps ?? []);
  const explicit = (layer: LayerName): ReferenceDecision => ({
    allowed: false,
    outcome: "explicitDeny",
    layer,
  });
  const implicit = (layer: LayerName): ReferenceDecision => ({
    allowed: false,
    outcome: "implicitDeny",
    layer,
  });
  const yes = (layer: LayerName | "root"): ReferenceDecision => ({
    allowed: true,
    outcome: "allowed",
    layer,
  });

  // Deny evaluation.
  if (rcps.some((level) => denies(level, request))) return explicit("rcp");
  if (scps.some((level) => denies(level, request))) return explicit("scp");
  if (denies(layers.resource, request)) return explicit(own);
  if (denies(layers.identity, request)) return explicit("identity");
  if (denies(layers.boundary, request)) return explicit("boundary");
  if (denies(layers.session, request)) return explicit("session");

  // Organizations.
  if (!rcps.every((level) => allows(level, request))) return implicit("rcp");
  if (!scps.every((level) => allows(level, request))) return implicit("scp");

  const granted = reaches(layers.resource, request);
  const has = (reach: Reach): boolean => granted.includes(reach);
  const any = has("direct") || has("role") || has("account");
  const sameAccount =
    request.resourceAccount === undefined || request.resourceAccount === principal.accountId;

  // A principal without an account has what the resource gives it.
  if (!person) return any ? yes(own) : implicit(own);
  // The root user needs no permission within its account.
  if (principal.type === "Root") {
    if (any) return yes(own);
    return sameAccount && !trust ? yes("root") : implicit(own);
  }

  // Resource-based policies, same account.
  if (sameAccount && has("direct")) return yes(own);
  if (sameAccount && trust && !any) return implicit("trust");
  const identity = allows(layers.identity, request);
  if (!identity && !(sameAccount && has("role"))) return implicit("identity");
  if (layers.boundary && !allows(layers.boundary, request)) return implicit("boundary");
  if (layers.session ? !allows(layers.session, request) : principal.type === "FederatedUser")
    return implicit("session");
  // Cross-account: the other account must allow as well.
  if (!sameAccount && !any) return implicit(own);
  return yes(identity ? "identity" : own);
};
