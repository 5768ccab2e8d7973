import type { SimulatePolicyResponse, SimulatePrincipalPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { asCaller } from "./simulated-caller.ts";
import { onPolicySource, simulatedPrincipal } from "./simulated-principal.ts";
import { compiledInputs, simulate } from "./simulation.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy = iamOperation<SimulatePrincipalPolicyRequest, SimulatePolicyResponse>(
  "SimulatePrincipalPolicy",
  {
    needs: onPolicySource,
    run: ({ input, state, scope }) => {
      const own = asCaller(simulatedPrincipal(state, scope, input.PolicySourceArn), input);
      const boundaries = compiledInputs(
        input.PermissionsBoundaryPolicyInputList,
        "PermissionsBoundaryPolicyInputList",
        "boundary",
      );
      const subject = {
        ...own,
        policies: [...own.policies, ...compiledInputs(input.PolicyInputList, "PolicyInputList", "inline")],
        // A boundary in the request takes the place of the principal's own.
        ...(boundaries.length === 0 ? {} : { boundary: boundaries }),
      };
      return simulate(subject, input);
    },
  },
);
