import { type AuthorizationRequest, decide, denialMessage, explain } from "../authorization/index.ts";
import type { Reader, State, Transaction } from "../state/index.ts";
import type { World } from "../world.ts";
import type { Authority } from "./authority.ts";
import { callContext, needContext } from "./global-context.ts";
import type { UnnamedCall } from "./nested-call.ts";
import type { Environment, Need } from "./operation.ts";
import type { RequestFacts } from "./request-facts.ts";

/** What `invoke` works on; made once per process. */
export type ControlPlane = {
  readonly state: State;
  readonly world: World;
  readonly authority: Authority;
  readonly environment: Environment;
};

/** One call, and the request that it came with. */
export type Call<Input, Output = unknown> = UnnamedCall<Input, Output> & { readonly request: RequestFacts };

/**
 * The only door to an operation, for clients and for the control plane's own controllers alike: decides on
 * every need, then runs, in one synchronous turn, so that nothing changes between the decision and the deed.
 * Resolves when the outcome is durable. Rejects with the service's own denial when a need is not granted.
 */
export const invoke = <Input, Output>(plane: ControlPlane, call: Call<Input, Output>): Promise<Output> =>
  plane.state.transact((state) => perform(plane, state, call));

const perform = <Input, Output>(
  plane: ControlPlane,
  state: Transaction,
  call: Call<Input, Output>,
): Output => {
  const { operation, input, scope, caller, request } = call;
  authorize(plane, state, call);
  return operation.run({
    input,
    scope,
    caller,
    state,
    world: plane.world,
    requestId: request.requestId,
    environment: plane.environment,
    // What comes from within does not come from the client's address.
    invoke: (inner) =>
      perform(plane, state, {
        ...inner,
        request: { requestId: request.requestId, secureTransport: request.secureTransport },
      }),
  });
};

/** Decides on every need of a call; throws the service's denial for the first one that is not granted. */
const authorize = <Input>(plane: ControlPlane, state: Reader, call: Call<Input>): void => {
  const { input, scope, caller } = call;
  const now = plane.world.now();
  plane.authority.noteUse?.(caller, { at: now, region: scope.region, serviceName: call.service.name });
  const needs = call.operation.needs({ input, scope, caller, state });
  if (needs === "none") return;
  const list: readonly Need[] = Array.isArray(needs) ? needs : [needs as Need];
  // An empty list would let the call through without a decision: only the word "none" may do that.
  if (list.length === 0) throw new Error(`${call.service.name}:${call.operation.name} states no need`);
  const tags = plane.authority.principalTags(state, caller);
  const context = callContext(caller, scope, call.request, now, tags);
  for (const need of list) decideNeed(plane, state, call, need, context, now);
};

const decideNeed = <Input>(
  plane: ControlPlane,
  state: Reader,
  call: Call<Input>,
  need: Need,
  callKeys: ReturnType<typeof callContext>,
  now: number,
): void => {
  const { authority } = plane;
  const { caller, scope } = call;
  const question: AuthorizationRequest = {
    principal: caller.principal,
    action: need.action,
    resource: need.resource,
    ...(need.resourceAccount === undefined ? {} : { resourceAccount: need.resourceAccount }),
    context: needContext(callKeys, need, scope.accountId),
  };
  const layers = authority.layersFor(state, caller, need);
  const decision = decide(question, layers);
  const message = decision.allowed ? undefined : denialMessage(question, decision);
  authority.record({
    requestId: call.request.requestId,
    at: now,
    operation: `${call.service.name}:${call.operation.name}`,
    region: scope.region,
    principal: caller.principal.arn,
    accountId: caller.principal.accountId,
    action: need.action,
    resource: need.resource,
    decision,
    letThrough: decision.allowed || authority.mode !== "enforce",
    context: question.context,
    ...(message === undefined ? {} : { message, explanation: explain(question, layers) }),
  });
  if (message !== undefined && authority.mode === "enforce")
    throw call.service.denied(message, { request: question, decision });
};
