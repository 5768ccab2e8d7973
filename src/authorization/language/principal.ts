import type { PolicyKind } from "../types.ts";
import type { Refuse } from "./document.ts";
import type { JsonNode } from "./json.ts";
import { type Located, readTexts } from "./statement.ts";

/** The kinds of principal that a `Principal` element can name. */
export type PrincipalKind = "AWS" | "Service" | "Federated" | "CanonicalUser";

/** A `Principal` or `NotPrincipal` element; `"*"` is read as `{"AWS": "*"}`. */
export type PrincipalSyntax = {
  readonly name: "Principal" | "NotPrincipal";
  readonly principals: readonly (Located & { readonly kind: PrincipalKind })[];
  readonly start: number;
};

const KINDS: ReadonlySet<string> = new Set<PrincipalKind>(["AWS", "Service", "Federated", "CanonicalUser"]);

/** Reads `"*"` or the map of principal lists. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export const readPrincipal = (
  node: JsonNode,
  name: "Principal" | "NotPrincipal",
  start: number,
  kind: PolicyKind,
  refuse: Refuse,
): PrincipalSyntax => {
  if (node.type === "string" && node.value === "*")
    return { name, principals: [{ kind: "AWS", value: "*", start: node.start }], start };
  if (node.type !== "object")
    return refuse("InvalidPrincipal", `${name} is "*" or a map of principals`, node.start);
  const trust = kind === "trust";
  if (node.members.length === 0)
    refuse(
      "EmptyPrincipal",
      `${name} names nobody`,
      node.start,
      trust ? "Missing required field Principal cannot be empty!" : undefined,
    );
  const principals = node.members.flatMap((member) => {
    if (!KINDS.has(member.key))
      refuse(
        "InvalidPrincipal",
        `"${member.key}" is no kind of principal`,
        member.keyStart,
        `Invalid principal in policy: "${member.key}"`,
      );
    return readTexts(member.value, name, refuse).map((text) => ({
      ...text,
      kind: member.key as PrincipalKind,
    }));
  });
  if (principals.length === 0)
    refuse(
      "EmptyPrincipal",
      `${name} names nobody`,
      node.start,
      trust
        ? "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!"
        : undefined,
    );
  return { name, principals, start };
};
