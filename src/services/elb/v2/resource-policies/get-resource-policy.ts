import type {
  GetResourcePolicyInput,
  GetResourcePolicyOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../../../../operation/index.ts";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";

/**
 * Only trust stores have policies, and there are none.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_GetResourcePolicy.html
 */
export const getResourcePolicy = elbOperation<GetResourcePolicyInput, GetResourcePolicyOutput>(
  "GetResourcePolicy",
  {
    needs: (context, action) => needOn(context, action, "trust store", context.input.ResourceArn),
    run: ({ input }) => {
      throw new AwsError("ResourceNotFound", `The resource '${input.ResourceArn}' does not exist`);
    },
  },
);
