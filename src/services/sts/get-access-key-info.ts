import type { GetAccessKeyInfoRequest, GetAccessKeyInfoResponse } from "@aws-sdk/client-sts";
import { accessKeyTable } from "../iam/index.ts";
import { validationError } from "./errors.ts";
import { stsOperation } from "./sts-operation.ts";

/**
 * Tells the account of a long-term access key; those of sessions are not stored, so theirs is unknown here.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html
 */
export const getAccessKeyInfo = stsOperation<GetAccessKeyInfoRequest, GetAccessKeyInfoResponse>(
  "GetAccessKeyInfo",
  {
    needs: () => ({ action: "sts:GetAccessKeyInfo", resource: "*" }),
    run: ({ input, state, caller }) => {
      if (input.AccessKeyId === caller.accessKeyId) return { Account: caller.principal.accountId };
      const key = state.table(accessKeyTable).get(input.AccessKeyId);
      if (key === undefined) throw validationError("The access key ID is not valid.");
      return { Account: key.accountId };
    },
  },
);
