import type { GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse } from "@aws-sdk/client-iam";
import type { Reader } from "../../../state/index.ts";
import { accessKeyNotFound } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { lastUse } from "../last-used.ts";
import { wireDate } from "../moments.ts";
import { tagRecord } from "../tags/tag-list.ts";
import { type UserRow, userTable } from "../users/table.ts";
import { accessKeyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html */
export const getAccessKeyLastUsed = iamOperation<GetAccessKeyLastUsedRequest, GetAccessKeyLastUsedResponse>(
  "GetAccessKeyLastUsed",
  {
    needs: ({ input, state, scope }, action) => {
      const user = userOfKey(state, scope.accountId, input.AccessKeyId);
      return user === undefined
        ? { action, resource: "*" }
        : { action, resource: user.arn, resourceTags: tagRecord(user.tags) };
    },
    run: ({ input, state, scope }) => {
      const key = state.table(accessKeyTable).get(input.AccessKeyId);
      if (key?.accountId !== scope.accountId) throw accessKeyNotFound(input.AccessKeyId);
      const user = userOfKey(state, scope.accountId, key.id);
      const use = lastUse(key.id);
      return {
        ...(user === undefined ? {} : { UserName: user.name }),
        AccessKeyLastUsed:
          use === undefined
            ? { ServiceName: "N/A", Region: "N/A" }
            : { LastUsedDate: wireDate(use.at), ServiceName: use.serviceName, Region: use.region },
      };
    },
  },
);

const userOfKey = (state: Reader, accountId: string, keyId: string): UserRow | undefined => {
  const key = state.table(accessKeyTable).get(keyId);
  if (key?.userId === undefined || key.accountId !== accountId) return undefined;
  return state.table(userTable).get(key.userId);
};
