import type {
  GetContextKeysForPolicyResponse,
  GetContextKeysForPrincipalPolicyRequest,
} from "@aws-sdk/client-iam";
import { contextKeysOf } from "../../../authorization/index.ts";
import { iamOperation } from "../iam-operation.ts";
import { onPolicySource, simulatedPrincipal } from "./simulated-principal.ts";
import { compiledInputs } from "./simulation.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForPrincipalPolicy.html */
export const getContextKeysForPrincipalPolicy = iamOperation<
  GetContextKeysForPrincipalPolicyRequest,
  GetContextKeysForPolicyResponse
>("GetContextKeysForPrincipalPolicy", {
  needs: onPolicySource,
  run: ({ input, state, scope }) => {
    const { policies } = simulatedPrincipal(state, scope, input.PolicySourceArn);
    const more = compiledInputs(input.PolicyInputList, "PolicyInputList", "inline");
    return { ContextKeyNames: contextKeysOf([...policies, ...more]) };
  },
});
