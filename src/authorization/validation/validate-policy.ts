import { type PolicyDocument, type Refuse, readDocument, refusalsOf } from "../language/document.ts";
import { completeStatements, isResourceBased, readEffects } from "../language/required-elements.ts";
import { readInstant } from "../matching/operators/instant.ts";
import type { PolicyKind } from "../types.ts";
import { checkAction, checkAssumeRoleAction, checkConditionKey } from "./action-form.ts";
import { checkPrincipals } from "./principal-form.ts";
import { checkResource, failsLegacyParsing } from "./resource-form.ts";

/**
 * Judges a policy document as IAM does when it is written, in the order in which IAM does it, so that a document
 * with several mistakes is refused for the same one. Throws `PolicySyntaxError`. Sizes and the existence of the
 * principals that are named are not judged here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const validatePolicy = (source: string, kind: PolicyKind): void => {
  const document = readDocument(source, kind);
  const refuse = refusalsOf(kind, document.positionOf);
  checkVersion(document, refuse);
  readEffects(document, refuse);
  checkLegacyParsing(document, refuse);
  checkSids(document, refuse);
  const statements = completeStatements(document, refuse);
  for (const { resource } of statements)
    for (const value of resource?.values ?? []) checkResource(value, refuse);
  for (const { action } of statements)
    for (const value of action.values)
      if (kind === "trust") checkAssumeRoleAction(value, refuse);
      else checkAction(value, refuse);
  for (const { conditions } of statements) for (const { key } of conditions) checkConditionKey(key, refuse);
  for (const { principal } of statements) if (principal) checkPrincipals(principal, kind, refuse);
};

// Managed policies must say that they are written in the current language; other kinds may keep silent.
const checkVersion = ({ kind, version, start }: PolicyDocument, refuse: Refuse): void => {
  if ((kind === "managed" || kind === "boundary") && version !== "2012-10-17")
    refuse(
      "UnsupportedVersion",
      "a managed policy needs Version 2012-10-17",
      start,
      "Policy document must be version 2012-10-17 or greater.",
    );
};

const checkLegacyParsing = ({ statements }: PolicyDocument, refuse: Refuse): void => {
  const text = "The policy failed legacy parsing";
  for (const { conditions } of statements)
    for (const { operator, values } of conditions)
      for (const { value, start } of operator.startsWith("Date") ? values : [])
        if (readInstant(value) === undefined)
          refuse("InvalidDate", `"${value}" is neither an ISO 8601 date nor epoch seconds`, start, text);
  for (const { resource } of statements)
    for (const { value, start } of resource?.values ?? [])
      if (failsLegacyParsing(value))
        refuse("InvalidResource", `"${value}" lacks parts of an ARN`, start, text);
};

const checkSids = ({ statements, kind }: PolicyDocument, refuse: Refuse): void => {
  const seen = new Set<string>();
  for (const { sid } of statements) {
    if (sid === undefined || sid.value === "") continue;
    if (!isResourceBased(kind) && !/^[0-9A-Za-z]*$/.test(sid.value))
      refuse(
        "InvalidSid",
        `the Sid "${sid.value}" has characters other than letters and digits`,
        sid.start,
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
      );
    if (seen.has(sid.value))
      refuse(
        "DuplicateSid",
        `the Sid "${sid.value}" stands twice`,
        sid.start,
        kind === "trust"
          ? "The Statement Ids in the policy are not unique"
          : "Statement IDs (SID) in a single policy must be unique.",
      );
    seen.add(sid.value);
  }
};
