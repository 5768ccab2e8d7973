import type { PolicyKind, Position } from "../types.ts";

/** What is wrong with a policy document; the text AWS would answer with depends on it. */
export type PolicySyntaxCode =
  | "InvalidJson"
  | "DuplicateKey"
  | "TooDeep"
  | "TooLong"
  | "UnknownElement"
  | "WrongType"
  | "InvalidVersion"
  | "UnsupportedVersion"
  | "EmptyStatement"
  | "MissingStatement"
  | "MissingEffect"
  | "InvalidEffect"
  | "ExclusiveElements"
  | "MissingAction"
  | "MissingResource"
  | "MissingPrincipal"
  | "EmptyPrincipal"
  | "InvalidPrincipal"
  | "ProhibitedPrincipal"
  | "ProhibitedNotPrincipal"
  | "ProhibitedResource"
  | "UnknownOperator"
  | "InvalidDate"
  | "InvalidSid"
  | "DuplicateSid"
  | "InvalidAction"
  | "InvalidConditionKey"
  | "InvalidResource"
  | "NotAssumeRoleAction";

// All that AWS Organizations ever says of a policy that it refuses.
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html
const ORGANIZATIONS =
  "The provided policy document does not meet the requirements of the specified policy type.";

/** AWS's text for a mistake that no check of its own names. */
export const syntaxErrorText = (kind: PolicyKind): string => {
  if (kind === "scp" || kind === "rcp") return ORGANIZATIONS;
  return kind === "trust" ? "Syntax error in policy." : "Syntax errors in policy.";
};

/** AWS's text for a document that is not JSON: IAM has one for trust policies, STS one for session policies. */
export const invalidJsonText = (kind: PolicyKind): string => {
  if (kind === "trust") return "This policy contains invalid Json";
  return kind === "session" ? "The policy is not in the valid JSON format." : syntaxErrorText(kind);
};

/**
 * A policy document that AWS would refuse as `MalformedPolicyDocument`. `message` says what and where for a
 * person; `awsMessage` is what AWS answers; `line` and `column` start at 1.
 */
export class PolicySyntaxError extends Error {
  override readonly name = "PolicySyntaxError";
  /** The reason, for programs. */
  readonly code: PolicySyntaxCode;
  readonly awsMessage: string;
  readonly line: number;
  readonly column: number;

  constructor(code: PolicySyntaxCode, awsMessage: string, detail: string, position: Position) {
    super(`${detail} (line ${position.line}, column ${position.column})`);
    this.code = code;
    this.awsMessage = awsMessage;
    this.line = position.line;
    this.column = position.column;
  }
}
