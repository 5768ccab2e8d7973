import type { ListPolicyVersionsRequest, ListPolicyVersionsResponse } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { paged, pageMembers } from "../paging.ts";
import { onPolicy } from "./find-policy.ts";
import { listedVersion, versionsOf } from "./policy-version-shape.ts";

const newestFirst = (id: string): string => String(1e9 - Number(id.slice(1))).padStart(10, "0");

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html */
export const listPolicyVersions = iamOperation<ListPolicyVersionsRequest, ListPolicyVersionsResponse>(
  "ListPolicyVersions",
  {
    needs: onPolicy,
    run: ({ input, state, scope }) => {
      const policy = versionsOf(state, scope, input.PolicyArn);
      const page = paged(policy.versions, input, (version) => newestFirst(version.id));
      return {
        Versions: page.items.map((version) => listedVersion(version, policy)),
        ...pageMembers(page),
      };
    },
  },
);
