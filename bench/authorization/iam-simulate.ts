import { runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import type { PolicyJson } from "../../src/authorization/testing/reference-evaluator.ts";
import type { AuthorizationRequest } from "../../src/authorization/types.ts";
import { ACCOUNT } from "./workload.ts";

/** What asks iam-simulate, on its fastest path: without its checks of policies and context. */
export const openIamSimulate = (
  documents: readonly PolicyJson[],
): ((request: AuthorizationRequest) => boolean) => {
  const identityPolicies = documents.map((policy, at) => ({ name: `team${at}`, policy }));
  const simulations = new Map<AuthorizationRequest, Simulation>();
  return (request) => {
    let simulation = simulations.get(request);
    if (simulation === undefined) {
      simulation = {
        request: {
          principal: request.principal.arn,
          action: request.action,
          resource: { resource: request.resource, accountId: ACCOUNT },
          contextVariables: { ...request.context } as Record<string, string>,
        },
        identityPolicies,
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      };
      simulations.set(request, simulation);
    }
    return runUnsafeSimulation(simulation, {}) === "Allowed";
  };
};
