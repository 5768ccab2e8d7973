import type { AuthorizationRequest, Decision, LayerName } from "../types.ts";

/** How AWS speaks of a layer when no statement of it allows, and when one of it denies. */
const LAYERS: Readonly<Record<LayerName, { readonly missing: string; readonly denying: string }>> = {
  identity: { missing: "no identity-based policy", denying: "an identity-based policy" },
  boundary: { missing: "no permissions boundary", denying: "a permissions boundary" },
  // "sessions policy" is how AWS writes it.
  session: { missing: "no session policy", denying: "a sessions policy" },
  resource: { missing: "no resource-based policy", denying: "a resource-based policy" },
  trust: { missing: "no role trust policy", denying: "the role trust policy" },
  scp: { missing: "no service control policy", denying: "a service control policy" },
  rcp: { missing: "no resource control policy", denying: "a resource control policy" },
};

/**
 * The sentence with which AWS refuses the request, empty for a request that is allowed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const denialMessage = (request: AuthorizationRequest, decision: Decision): string => {
  if (decision.allowed || decision.layer === "root") return "";
  const { principal, action, resource } = request;
  // STS tells a web identity or SAML principal neither who it is nor what it asked for, and tells nobody anything
  // of a trust policy: it says no more than that.
  if (/^sts:AssumeRoleWith(?:WebIdentity|SAML)$/i.test(action)) return `Not authorized to perform ${action}`;
  const sentence = `User: ${nameOf(principal)} is not authorized to perform: ${action} on resource: ${resource}`;
  if (decision.layer === "trust" && decision.outcome === "implicitDeny") return sentence;
  const { missing, denying } = LAYERS[decision.layer];
  return decision.outcome === "explicitDeny"
    ? `${sentence} with an explicit deny in ${denying}`
    : `${sentence} because ${missing} allows the ${action} action`;
};

const nameOf = ({ type, arn, serviceName }: AuthorizationRequest["principal"]): string => {
  if (type === "Anonymous") return "anonymous";
  return type === "Service" ? (serviceName ?? arn) : arn;
};
