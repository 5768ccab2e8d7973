import type { SimulateCustomPolicyRequest, SimulatePolicyResponse } from "@aws-sdk/client-iam";
import { iamArn, parseArn, type Scope } from "../../../arn.ts";
import type { AuthorizationPrincipal, RequestContext } from "../../../authorization/index.ts";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { compiledInputs, simulate } from "./simulation.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export const simulateCustomPolicy = iamOperation<SimulateCustomPolicyRequest, SimulatePolicyResponse>(
  "SimulateCustomPolicy",
  {
    needs: onAccount,
    run: ({ input, scope }) => {
      const boundaries = compiledInputs(
        input.PermissionsBoundaryPolicyInputList,
        "PermissionsBoundaryPolicyInputList",
        "boundary",
      );
      const subject = {
        principal: callerOf(scope, input.CallerArn),
        policies: compiledInputs(input.PolicyInputList, "PolicyInputList", "inline"),
        ...(boundaries.length === 0 ? {} : { boundary: boundaries }),
        context: callerContext(input.CallerArn),
      };
      return simulate(subject, input);
    },
  },
);

const callerContext = (arn: string | undefined): RequestContext =>
  arn === undefined ? {} : { "aws:PrincipalArn": arn };

/** Whoever is meant is a user: the root user would need no policy at all. */
const callerOf = (scope: Scope, arn = iamArn(scope, "user/simulated")): AuthorizationPrincipal => ({
  type: "User",
  arn,
  accountId: parseArn(arn)?.accountId ?? scope.accountId,
});
