import type { EvaluationResult, ResourceSpecificResult, Statement } from "@aws-sdk/client-iam";
import type { DecidingStatement, Decision } from "../../../authorization/index.ts";
import type { Given } from "../given.ts";

type Outcome = Decision["outcome"];

/** What was found about one action on one resource. */
export type ResourceFinding = {
  readonly resource: string;
  readonly decision: Decision;
  readonly missingKeys: readonly string[];
  /** Undefined without a permissions boundary. */
  readonly boundaryAllows: boolean | undefined;
  /** Only across accounts: what each kind of policy says by itself. */
  readonly details: Readonly<Record<string, Outcome>> | undefined;
};

// AWS answers this for every kind of source, none of which the model's enumeration has.
const SOURCE_TYPE = "IAM Policy" as string as NonNullable<Statement["SourcePolicyType"]>;

const matched = ({ policy, start, end }: DecidingStatement): Given<Statement> => ({
  SourcePolicyId: policy.name,
  SourcePolicyType: SOURCE_TYPE,
  StartPosition: { Line: start.line, Column: start.column },
  EndPosition: { Line: end.line, Column: end.column },
});

// The most restrictive first.
const SEVERITY: readonly Outcome[] = ["explicitDeny", "implicitDeny", "allowed"];
const worst = (outcomes: readonly Outcome[]): Outcome =>
  SEVERITY.find((outcome) => outcomes.includes(outcome)) ?? "implicitDeny";

const boundaryDetail = (allows: boolean | undefined) =>
  allows === undefined ? {} : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allows } };

const resourceResult = ({
  resource,
  decision,
  missingKeys,
  boundaryAllows,
  details,
}: ResourceFinding): Given<ResourceSpecificResult> => ({
  EvalResourceName: resource,
  EvalResourceDecision: decision.outcome,
  MatchedStatements: decision.statements.map(matched),
  MissingContextValues: missingKeys,
  ...(resource === "*" ? {} : { EvalDecisionDetails: details ?? {} }),
  ...boundaryDetail(boundaryAllows),
});

const mergeDetails = (findings: readonly ResourceFinding[]): Readonly<Record<string, Outcome>> => {
  const all = findings.flatMap(({ details }) => Object.entries(details ?? {}));
  return Object.fromEntries(
    [...Map.groupBy(all, ([kind]) => kind)].map(([kind, of]) => [
      kind,
      worst(of.map(([, outcome]) => outcome)),
    ]),
  );
};

/**
 * One action as the simulations answer it: the most restrictive decision over all resources, the statements behind
 * it, and each resource by itself. Without organization nothing of one limits the account.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
export const evaluationResult = (
  action: string,
  findings: readonly ResourceFinding[],
): Given<EvaluationResult> => {
  const outcome = worst(findings.map(({ decision }) => decision.outcome));
  const deciding = new Set(
    findings
      .filter(({ decision }) => decision.outcome === outcome)
      .flatMap(({ decision }) => decision.statements),
  );
  const boundaries = findings.flatMap(({ boundaryAllows }) => boundaryAllows ?? []);
  const [only] = findings;
  return {
    EvalActionName: action,
    EvalResourceName: findings.length === 1 && only !== undefined ? only.resource : "*",
    EvalDecision: outcome,
    MatchedStatements: [...deciding].map(matched),
    MissingContextValues: [...new Set(findings.flatMap(({ missingKeys }) => missingKeys))],
    OrganizationsDecisionDetail: { AllowedByOrganizations: true },
    ...boundaryDetail(boundaries.length === 0 ? undefined : boundaries.every((allows) => allows)),
    ...(findings.some(({ resource }) => resource !== "*")
      ? { EvalDecisionDetails: mergeDetails(findings) }
      : {}),
    ResourceSpecificResults: findings.map(resourceResult),
  };
};
