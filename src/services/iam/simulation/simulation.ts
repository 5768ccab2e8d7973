import type { ContextEntry, EvaluationResult, SimulatePolicyResponse } from "@aws-sdk/client-iam";
import { parseArn } from "../../../arn.ts";
import {
  type AuthorizationPrincipal,
  type AuthorizationRequest,
  type CompiledPolicy,
  type ContextValue,
  compilePolicy,
  contextKeysOf,
  type Decision,
  decide,
  type PolicyLayers,
  type PolicyOrigin,
  type PolicySet,
  PolicySyntaxError,
  policySet,
  type RequestContext,
} from "../../../authorization/index.ts";
import { invalidInput, validationError } from "../errors.ts";
import type { Given } from "../given.ts";
import { evaluationResult, type ResourceFinding } from "./evaluation-result.ts";

/** What both simulations may be asked. */
export type SimulationRequest = {
  readonly ActionNames: readonly string[];
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ResourcePolicy?: string | undefined;
  readonly ResourceOwner?: string | undefined;
  readonly ContextEntries?: readonly Given<ContextEntry>[] | undefined;
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
};

/** Who is simulated, under which policies. */
export type SimulationSubject = {
  readonly principal: AuthorizationPrincipal;
  readonly policies: readonly CompiledPolicy[];
  readonly boundary?: readonly CompiledPolicy[];
  readonly context: RequestContext;
};

/** Compiles a document of a request. Throws InvalidInput with the place of what is wrong. */
export const compiledInput = (document: string, origin: PolicyOrigin): CompiledPolicy => {
  try {
    return compilePolicy(document, origin);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw invalidInput(`${origin.name}: ${error.awsMessage} ${error.message}`);
  }
};

/** {@link compiledInput} for the lists of a request, whose documents are named by their place. */
export const compiledInputs = (
  documents: readonly string[] | undefined,
  list: string,
  kind: PolicyOrigin["kind"],
): readonly CompiledPolicy[] =>
  (documents ?? []).map((document, index) => compiledInput(document, { kind, name: `${list}.${index + 1}` }));

const givenContext = (entries: SimulationRequest["ContextEntries"]): RequestContext =>
  Object.fromEntries(
    (entries ?? []).flatMap(
      ({ ContextKeyName, ContextKeyValues = [], ContextKeyType }): [string, ContextValue][] => {
        if (ContextKeyName === undefined) return [];
        const value = ContextKeyType?.endsWith("List") ? ContextKeyValues : ContextKeyValues[0];
        return value === undefined ? [] : [[ContextKeyName, value]];
      },
    ),
  );

/**
 * Asks the engine, by the same `decide` that decides on real calls, about every action on every resource. There is one
 * result for each action, of whole actions as many as make up the page. The answer is what a real call with this context
 * would be given. https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
 */
export const simulate = (
  subject: SimulationSubject,
  request: SimulationRequest,
): Given<SimulatePolicyResponse> => {
  const { ActionNames, ResourceArns: asked = [], MaxItems = 100 } = request;
  const wrong = ActionNames.find((name) => !/^[\w-]+:[\w*?]+$/.test(name));
  if (wrong !== undefined) throw invalidInput(`Invalid Action Name: ${wrong}`);
  const resources = asked.length === 0 ? ["*"] : asked;
  const ask = questions(subject, request);
  const results: Given<EvaluationResult>[] = [];
  let items = 0;
  let at = startOf(request.Marker);
  // Only what is on the page is decided: there can be very many combinations.
  for (; at < ActionNames.length && items < MaxItems; at++) {
    const action = ActionNames[at] ?? "";
    items += resources.length;
    results.push(
      evaluationResult(
        action,
        resources.map((resource) => ask(action, resource)),
      ),
    );
  }
  const more = at < ActionNames.length;
  return { EvaluationResults: results, IsTruncated: more, ...(more ? { Marker: String(at) } : {}) };
};

/** Makes everything ready once; answers what decides one action on one resource. */
const questions = (
  subject: SimulationSubject,
  request: SimulationRequest,
): ((action: string, resource: string) => ResourceFinding) => {
  const { ResourcePolicy } = request;
  const resourcePolicy =
    ResourcePolicy === undefined
      ? []
      : [compiledInput(ResourcePolicy, { kind: "resource", name: "ResourcePolicy" })];
  const identity = policySet(subject.policies);
  const boundary = subject.boundary && policySet(subject.boundary);
  const layers: PolicyLayers = {
    identity,
    ...(boundary && { boundary }),
    ...(resourcePolicy.length > 0 && { resource: policySet(resourcePolicy) }),
  };
  const context = { ...subject.context, ...givenContext(request.ContextEntries) };
  const missingKeys = missingIn(
    [...subject.policies, ...(subject.boundary ?? []), ...resourcePolicy],
    context,
  );
  const { principal } = subject;
  const owner = ownerOf(request);
  return (action, resource) => {
    // "If the ResourceOwner parameter is not specified, then the owner … defaults to the account of … CallerArn."
    const resourceAccount =
      resourcePolicy.length === 0 ? principal.accountId : (owner ?? principal.accountId);
    const question = { principal, action, resource, resourceAccount, context };
    const alone = { ...question, resourceAccount: principal.accountId };
    const crossAccount = resourceAccount !== principal.accountId;
    return {
      resource,
      decision: decide(question, layers),
      missingKeys,
      boundaryAllows: boundary && decide(alone, { identity: boundary }).allowed,
      details: crossAccount ? detailsOf(alone, layers) : undefined,
    };
  };
};

// Which names AWS gives to the kinds of policy is not documented; these are those of its policy simulator.
const detailsOf = (
  question: AuthorizationRequest,
  { identity, boundary, resource }: PolicyLayers,
): ResourceFinding["details"] => ({
  "IAM Policy": decide(question, { identity, ...(boundary && { boundary }) }).outcome,
  ...(resource && { "Resource Policy": grantOf(question, resource) }),
});

/** What a resource-based policy says by itself, whether it names the principal or its account. */
const grantOf = (question: AuthorizationRequest, resource: PolicySet): Decision["outcome"] =>
  decide({ ...question, resourceAccount: "" }, { identity: EVERYTHING, resource }).outcome;

const EVERYTHING = policySet([
  compilePolicy('{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}', {
    kind: "inline",
    name: "everything",
  }),
]);

/** The account that `ResourceOwner` names, by itself or in an ARN. Throws InvalidInput. */
const ownerOf = ({ ResourceOwner }: SimulationRequest): string | undefined => {
  if (ResourceOwner === undefined) return undefined;
  const account = /^\d{12}$/.test(ResourceOwner) ? ResourceOwner : parseArn(ResourceOwner)?.accountId;
  if (account === undefined || account === "") throw invalidInput(`Invalid Resource Owner: ${ResourceOwner}`);
  return account;
};

const startOf = (marker: string | undefined): number => {
  if (marker === undefined) return 0;
  if (!/^\d{1,9}$/.test(marker)) throw validationError("Invalid Marker.");
  return Number(marker);
};

const missingIn = (policies: readonly CompiledPolicy[], context: RequestContext): readonly string[] => {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  return contextKeysOf(policies).filter((key) => !known.has(key.toLowerCase()));
};
