import type { Refuse } from "../language/document.ts";
import type { PrincipalKind, PrincipalSyntax } from "../language/principal.ts";
import type { PolicyKind } from "../types.ts";

const AWS_FORMS = [
  /^\*$/,
  /^\d{12}$/,
  /^arn:[^:*?]+:iam::\d{12}:root$/,
  /^arn:[^:*?]+:iam::\d{12}:(?:user|role)\/[^*?]+$/,
  /^arn:[^:*?]+:sts::\d{12}:assumed-role\/[^/*?]+\/[^/*?]+$/,
  /^arn:[^:*?]+:sts::\d{12}:federated-user\/[^*?]+$/,
  // What is left of a user or role that was deleted.
  /^(?:AIDA|AROA)[A-Z0-9]{12,}$/,
];
const FORMS: Readonly<Record<PrincipalKind, readonly RegExp[]>> = {
  AWS: AWS_FORMS,
  Service: [/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+$/],
  Federated: [
    /^arn:[^:*?]+:iam::\d{12}:(?:saml|oidc)-provider\/[^*?]+$/,
    /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/,
  ],
  CanonicalUser: [/^[0-9a-f]{64}$/],
};

/**
 * Refuses a principal in a form that AWS does not know; "you cannot use a wildcard to match part of a principal
 * name or ARN". Whether the principal exists is for the service that keeps principals.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const checkPrincipals = (element: PrincipalSyntax, kind: PolicyKind, refuse: Refuse): void => {
  for (const principal of element.principals) {
    const known = kind !== "trust" || principal.kind !== "CanonicalUser";
    if (known && FORMS[principal.kind].some((form) => form.test(principal.value))) continue;
    const label = principal.kind === "AWS" ? "AWS" : principal.kind.toUpperCase();
    refuse(
      "InvalidPrincipal",
      `"${principal.value}" is no principal of kind ${principal.kind}`,
      principal.start,
      `Invalid principal in policy: "${label}":"${principal.value}"`,
    );
  }
};
