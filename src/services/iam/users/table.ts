import { defineTable } from "../../../state/index.ts";
import type { InlinePolicy } from "../policies/inline-policy.ts";
import type { StoredTag } from "../tags/tag-list.ts";

/** An IAM user. Groups are known by unique id, so that renaming one changes no user. */
export type UserRow = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly boundaryArn?: string;
  readonly tags: readonly StoredTag[];
  readonly groupIds: readonly string[];
  readonly attachedPolicyArns: readonly string[];
  readonly inlinePolicies: readonly InlinePolicy[];
};

/**
 * Keyed by unique id, which authorization looks up on every call. `name` is `account/name` in lower case, as
 * names are unique without regard to case; `policy` and `boundary` are `account/policy ARN`.
 */
export const userTable = defineTable<UserRow>()({
  name: "iam.users",
  key: (row) => row.id,
  indexes: {
    name: (row) => `${row.accountId}/${row.name.toLowerCase()}`,
    account: (row) => row.accountId,
    arn: (row) => row.arn,
    group: (row) => row.groupIds,
    policy: (row) => row.attachedPolicyArns.map((arn) => `${row.accountId}/${arn}`),
    boundary: (row) => (row.boundaryArn === undefined ? undefined : `${row.accountId}/${row.boundaryArn}`),
  },
});
