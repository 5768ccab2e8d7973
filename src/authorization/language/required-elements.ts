import type { PolicyKind } from "../types.ts";
import type { PolicyDocument, Refuse } from "./document.ts";
import type { PrincipalSyntax } from "./principal.ts";
import type { ElementSyntax, StatementSyntax } from "./statement.ts";

/** A statement with everything that its kind of policy needs. */
export type CompleteStatement = StatementSyntax & {
  readonly allows: boolean;
  readonly action: ElementSyntax;
  /** Only a resource-based policy may leave it out: it stands on its resource. */
  readonly resource?: ElementSyntax;
  /** Resource-based policies only, and always. */
  readonly principal?: PrincipalSyntax;
};

/** Policies that stand on a resource and name whom they concern. */
export const isResourceBased = (kind: PolicyKind): boolean =>
  kind === "resource" || kind === "trust" || kind === "rcp";

/**
 * Refuses a statement that lacks what its kind of policy needs, or has what it must not have. This is what
 * evaluation relies on; `validatePolicy` checks more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html#policies-grammar-notes
 */
export const completeStatements = (
  document: PolicyDocument,
  refuse: Refuse,
): readonly CompleteStatement[] => {
  const { kind, statements } = document;
  // In AWS's order: one mistake in all statements before the next mistake in any.
  const allows = readEffects(document, refuse);
  for (const statement of statements) checkPrincipal(statement, kind, refuse);
  const actions = statements.map((statement) => checkAction(statement, kind, refuse));
  for (const statement of statements) checkResource(statement, kind, refuse);
  return statements.map((statement, at) => ({
    ...statement,
    // INVARIANT: both lists were mapped from `statements`
    allows: allows[at]!,
    action: actions[at]!,
  }));
};

/** Of each statement, whether it allows; refuses an `Effect` that is missing or neither `Allow` nor `Deny`. */
export const readEffects = ({ kind, statements }: PolicyDocument, refuse: Refuse): readonly boolean[] =>
  statements.map((statement) => checkEffect(statement, kind, refuse));

const checkEffect = ({ effect, start }: StatementSyntax, kind: PolicyKind, refuse: Refuse): boolean => {
  const trust = kind === "trust";
  if (effect === undefined)
    return refuse(
      "MissingEffect",
      "a statement needs Effect",
      start,
      trust ? "Missing required field Effect" : undefined,
    );
  if (effect.value === "Allow" || effect.value === "Deny") return effect.value === "Allow";
  const nearly = /^(?:allow|deny)$/i.test(effect.value);
  const identityText = nearly ? "The policy failed legacy parsing" : undefined;
  return refuse(
    "InvalidEffect",
    'Effect is "Allow" or "Deny"',
    effect.start,
    trust ? `Invalid effect: ${effect.value}` : identityText,
  );
};

const checkPrincipal = (
  { principal, start, effect }: StatementSyntax,
  kind: PolicyKind,
  refuse: Refuse,
): void => {
  if (!isResourceBased(kind)) {
    if (principal !== undefined)
      refuse(
        "ProhibitedPrincipal",
        `${principal.name} has no place in this kind of policy`,
        principal.start,
        "Policy document should not specify a principal.",
      );
    return;
  }
  if (principal === undefined)
    refuse("MissingPrincipal", "a statement needs Principal", start, "Missing required field Principal");
  if (kind === "trust" && principal.name === "NotPrincipal" && effect?.value === "Allow")
    refuse(
      "ProhibitedNotPrincipal",
      "a trust policy may not allow everybody but some",
      principal.start,
      "Allow with NotPrincipal is not allowed.",
    );
};

const checkAction = ({ action, start }: StatementSyntax, kind: PolicyKind, refuse: Refuse): ElementSyntax => {
  if (action !== undefined && action.values.length > 0) return action;
  const text = kind === "trust" ? "Missing required field Action" : "Policy statement must contain actions.";
  return refuse("MissingAction", "a statement needs Action or NotAction", action?.start ?? start, text);
};

const checkResource = ({ resource, start }: StatementSyntax, kind: PolicyKind, refuse: Refuse): void => {
  if (kind === "trust") {
    if (resource !== undefined)
      refuse(
        "ProhibitedResource",
        "a trust policy stands on its role and names no resource",
        resource.start,
        resource.name === "Resource"
          ? "Has prohibited field Resource"
          : "AssumeRole policy must not contain resources.",
      );
    return;
  }
  if (resource === undefined ? kind === "resource" : resource.values.length > 0) return;
  refuse(
    "MissingResource",
    "a statement needs Resource or NotResource",
    resource?.start ?? start,
    "Policy statement must contain resources.",
  );
};
