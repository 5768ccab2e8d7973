import type {
  GetContextKeysForCustomPolicyRequest,
  GetContextKeysForPolicyResponse,
} from "@aws-sdk/client-iam";
import { contextKeysOf } from "../../../authorization/index.ts";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { compiledInputs } from "./simulation.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetContextKeysForCustomPolicy.html */
export const getContextKeysForCustomPolicy = iamOperation<
  GetContextKeysForCustomPolicyRequest,
  GetContextKeysForPolicyResponse
>("GetContextKeysForCustomPolicy", {
  needs: onAccount,
  run: ({ input }) => {
    const policies = compiledInputs(input.PolicyInputList, "PolicyInputList", "inline");
    return { ContextKeyNames: contextKeysOf(policies) };
  },
});
