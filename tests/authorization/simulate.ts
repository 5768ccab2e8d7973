import { runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import type {
  ReferenceLayers,
  ReferencePolicy,
} from "../../src/authorization/testing/reference-evaluator.ts";
import type { AuthorizationRequest, Decision } from "../../src/authorization/types.ts";

const OUTCOMES = {
  Allowed: "allowed",
  ExplicitlyDenied: "explicitDeny",
  ImplicitlyDenied: "implicitDeny",
} as const;

const named = (policies: readonly ReferencePolicy[]) =>
  policies.map(({ document }, at) => ({ name: `policy-${at}`, policy: document }));

const levels = (controls: readonly (readonly ReferencePolicy[])[] | undefined) =>
  (controls ?? []).map((policies, at) => ({ orgIdentifier: `level-${at}`, policies: named(policies) }));

const principalOf = ({ principal }: AuthorizationRequest): Simulation["request"]["principal"] => {
  if (principal.type === "Anonymous") return { type: "Anonymous" };
  return principal.type === "Service" ? (principal.serviceName ?? "") : principal.arn;
};

/** The same question as a simulation; it knows one session policy and one resource-based policy at most. */
export const simulationOf = (request: AuthorizationRequest, layers: ReferenceLayers): Simulation => {
  const [session] = layers.session ?? [];
  const [resource] = layers.resource ?? [];
  return {
    request: {
      principal: principalOf(request),
      action: request.action,
      resource: {
        resource: request.resource,
        accountId: request.resourceAccount ?? request.principal.accountId,
      },
      contextVariables: Object.fromEntries(
        Object.entries(request.context).map(([key, value]) => [
          key,
          typeof value === "string" ? value : [...value],
        ]),
      ),
    },
    identityPolicies: named(layers.identity),
    serviceControlPolicies: levels(layers.scps),
    resourceControlPolicies: levels(layers.rcps),
    ...(session && { sessionPolicy: session.document }),
    ...(resource && { resourcePolicy: resource.document }),
    ...(layers.boundary && { permissionBoundaryPolicies: named(layers.boundary) }),
  };
};

/** The outcome in the engine's words. */
export const outcomeOf = (result: keyof typeof OUTCOMES): Decision["outcome"] => OUTCOMES[result];

/** What iam-simulate decides, without its checks of the input; it takes no resource-based and session policy so. */
export const simulate = (request: AuthorizationRequest, layers: ReferenceLayers): Decision["outcome"] =>
  outcomeOf(runUnsafeSimulation(simulationOf(request, layers), {}));
