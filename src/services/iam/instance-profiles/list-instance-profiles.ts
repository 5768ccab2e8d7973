import type { ListInstanceProfilesRequest, ListInstanceProfilesResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { onAccount } from "../on-account.ts";
import { pagedPath, pageMembers } from "../paging.ts";
import { listedInstanceProfile } from "./instance-profile-shape.ts";
import { instanceProfileTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfiles.html */
export const listInstanceProfiles = iamOperation<ListInstanceProfilesRequest, ListInstanceProfilesResponse>(
  "ListInstanceProfiles",
  {
    needs: onAccount,
    run: ({ input, state, scope }) => {
      const page = pagedPath(state.table(instanceProfileTable).by("account", scope.accountId), input);
      return {
        InstanceProfiles: page.items.map((row) => listedInstanceProfile(state, row)),
        ...pageMembers(page),
      };
    },
  },
);
