import type { GetCallerIdentityRequest, GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { stsOperation } from "./sts-operation.ts";

/**
 * Needs no permission: it tells the caller nothing but who it is.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export const getCallerIdentity = stsOperation<GetCallerIdentityRequest, GetCallerIdentityResponse>(
  "GetCallerIdentity",
  {
    needs: () => "none",
    run: ({ caller }) => ({
      UserId: caller.userId,
      Account: caller.principal.accountId,
      Arn: caller.principal.arn,
    }),
  },
);
