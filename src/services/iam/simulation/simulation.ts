import type { ContextEntry, EvaluationResult, SimulatePolicyResponse } from "@aws-sdk/client-iam";
import {
  type AuthorizationPrincipal,
  type CompiledPolicy,
  type ContextValue,
  compilePolicy,
  decide,
  type PolicyLayers,
  type PolicyOrigin,
  PolicySyntaxError,
  policySet,
  type RequestContext,
} from "../../../authorization/index.ts";
import { invalidInput, validationError } from "../errors.ts";
import type { Given } from "../given.ts";
import { contextKeysOf } from "./context-keys.ts";
import { evaluationResult } from "./evaluation-result.ts";

/** What both simulations may be asked. */
export type SimulationRequest = {
  readonly ActionNames: readonly string[];
  readonly ResourceArns?: readonly string[] | undefined;
  readonly ResourcePolicy?: string | undefined;
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
 * Asks the engine about every action on every resource, one page of them. The answer is what a real call with
 * this context would be given. https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html
 */
export const simulate = (
  subject: SimulationSubject,
  request: SimulationRequest,
): Given<SimulatePolicyResponse> => {
  const { ActionNames, ResourceArns: asked = [], ResourcePolicy } = request;
  const wrong = ActionNames.find((name) => !/^[\w-]+:[\w*?]+$/.test(name));
  if (wrong !== undefined) throw invalidInput(`Invalid Action Name: ${wrong}`);
  const resources = asked.length === 0 ? ["*"] : asked;
  const resource =
    ResourcePolicy === undefined
      ? undefined
      : compiledInput(ResourcePolicy, { kind: "resource", name: "ResourcePolicy" });
  const layers: PolicyLayers = {
    identity: policySet(subject.policies),
    ...(subject.boundary === undefined ? {} : { boundary: policySet(subject.boundary) }),
    ...(resource === undefined ? {} : { resource: policySet([resource]) }),
  };
  const context = { ...subject.context, ...givenContext(request.ContextEntries) };
  const missing = missingKeys([...subject.policies, ...(subject.boundary ?? [])], context);
  // Only the combinations of the page are decided: there can be very many.
  const from = startOf(request.Marker);
  const count = ActionNames.length * resources.length;
  const to = Math.min(count, from + (request.MaxItems ?? 100));
  const results: Given<EvaluationResult>[] = [];
  for (let index = from; index < to; index++) {
    const action = ActionNames[Math.floor(index / resources.length)] ?? "";
    const question = {
      principal: subject.principal,
      action,
      resource: resources[index % resources.length] ?? "*",
      context,
    };
    const boundaryAllows =
      layers.boundary === undefined ? undefined : decide(question, { identity: layers.boundary }).allowed;
    results.push(evaluationResult(question, decide(question, layers), missing, boundaryAllows));
  }
  const more = to < count;
  return { EvaluationResults: results, IsTruncated: more, ...(more ? { Marker: String(to) } : {}) };
};

const startOf = (marker: string | undefined): number => {
  if (marker === undefined) return 0;
  if (!/^\d{1,9}$/.test(marker)) throw validationError("Invalid Marker.");
  return Number(marker);
};

const missingKeys = (policies: readonly CompiledPolicy[], context: RequestContext): readonly string[] => {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  return contextKeysOf(policies.map(({ source }) => source)).filter((key) => !known.has(key.toLowerCase()));
};
