import { lookUp } from "../matching/context.ts";
import { type Grant, roleArnOf } from "../matching/match-principal.ts";
import { holdsWildcard } from "../matching/pattern.ts";
import type { AuthorizationPrincipal, AuthorizationRequest, LayerName } from "../types.ts";
import type { StatementJson } from "./explanation.ts";

/**
 * The smallest statement for `layer` that allows the request: its action, its resource, and as conditions what the
 * service says of the call (such as `ecs:cluster`), so that it allows nothing besides.
 */
export const suggestStatement = (request: AuthorizationRequest, layer: LayerName): StatementJson => {
  const conditions = suggestConditions(request);
  return {
    Effect: "Allow",
    ...((layer === "resource" || layer === "trust") && { Principal: suggestPrincipal(request) }),
    Action: request.action,
    ...(layer !== "trust" && { Resource: escapeResource(request.resource) }),
    ...(conditions && { Condition: conditions }),
  };
};

/** Whether a statement can name the request exactly: wildcards in action or resource can't always be escaped. */
export const isExpressible = ({ action, resource }: AuthorizationRequest): boolean =>
  !/[*?]/.test(action) &&
  (resource === "*" || !/[*?]/.test(/^(?:[^:]*:){5}/.exec(resource)?.[0] ?? resource));

const suggestPrincipal = ({ principal, context }: AuthorizationRequest): "*" | Record<string, string> => {
  switch (principal.type) {
    case "Service":
      return { Service: principal.serviceName ?? principal.arn };
    case "Anonymous": {
      const provider = lookUp(context, "aws:FederatedProvider");
      return typeof provider === "string" ? { Federated: provider } : "*";
    }
    default:
      return { AWS: nameOf(principal) };
  }
};

/** How a resource-based policy with the suggested principal reaches it. */
export const grantOfSuggestion = ({ type }: AuthorizationPrincipal): Grant =>
  type === "AssumedRole" ? "role" : "direct";

const nameOf = (principal: AuthorizationPrincipal): string => {
  if (principal.type === "AssumedRole") return roleArnOf(principal);
  return principal.type === "Root" ? principal.accountId : principal.arn;
};

// Keys of the action's own service say which call it is. Tags are left out: they are the reader's to choose.
const suggestConditions = ({
  action,
  context,
}: AuthorizationRequest): Record<string, Record<string, string>> | undefined => {
  const service = action.slice(0, action.indexOf(":") + 1).toLowerCase();
  const arns: Record<string, string> = {};
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(context)) {
    if (
      typeof value !== "string" ||
      holdsWildcard(value) ||
      !key.toLowerCase().startsWith(service) ||
      key.includes("/")
    )
      continue;
    if (/^arn:(?:[^:]*:){4}./.test(value)) arns[key] = escapeSpecial(value);
    else texts[key] = value.replaceAll("$", "${$}");
  }
  const conditions = {
    ...(Object.keys(arns).length > 0 && { ArnEquals: arns }),
    ...(Object.keys(texts).length > 0 && { StringEquals: texts }),
  };
  return Object.keys(conditions).length > 0 ? conditions : undefined;
};

const escapeSpecial = (text: string): string => text.replaceAll(/[*?$]/g, "${$&}");

// Variables, the escapes among them, have a meaning only after the fifth colon.
const escapeResource = (resource: string): string => {
  const [, head = "", rest = ""] = /^((?:[^:]*:){5})(.*)$/s.exec(resource) ?? [];
  return head === "" ? resource : head + escapeSpecial(rest);
};
