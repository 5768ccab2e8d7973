import type { EvaluationResult, Statement } from "@aws-sdk/client-iam";
import type { AuthorizationRequest, DecidingStatement, Decision } from "../../../authorization/index.ts";
import type { Given } from "../given.ts";

const DECISIONS = {
  allowed: "allowed",
  explicitDeny: "explicitDeny",
  implicitDeny: "implicitDeny",
} as const;

// AWS answers this for every kind of source, none of which the model's enumeration has.
const SOURCE_TYPE = "IAM Policy" as string as NonNullable<Statement["SourcePolicyType"]>;

const matched = ({ policy, start, end }: DecidingStatement): Given<Statement> => ({
  SourcePolicyId: policy.name,
  SourcePolicyType: SOURCE_TYPE,
  StartPosition: { Line: start.line, Column: start.column },
  EndPosition: { Line: end.line, Column: end.column },
});

/** One decision as the simulations answer it. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html */
export const evaluationResult = (
  { action, resource }: AuthorizationRequest,
  decision: Decision,
  missingKeys: readonly string[],
  boundaryAllows: boolean | undefined,
): Given<EvaluationResult> => {
  const common = {
    MatchedStatements: decision.statements.map(matched),
    MissingContextValues: missingKeys,
    EvalDecisionDetails: {},
    ...(boundaryAllows === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: boundaryAllows } }),
  };
  const outcome = DECISIONS[decision.outcome];
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: outcome,
    OrganizationsDecisionDetail: { AllowedByOrganizations: true },
    ...common,
    ResourceSpecificResults: [{ EvalResourceName: resource, EvalResourceDecision: outcome, ...common }],
  };
};
