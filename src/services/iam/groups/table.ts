import { defineTable } from "../../../state/index.ts";
import type { InlinePolicy } from "../policies/inline-policy.ts";

/** An IAM group; its members are the users whose `groupIds` hold its id. */
export type GroupRow = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly attachedPolicyArns: readonly string[];
  readonly inlinePolicies: readonly InlinePolicy[];
};

/** `name` is `account/name` in lower case; `policy` is `account/policy ARN`. */
export const groupTable = defineTable<GroupRow>()({
  name: "iam.groups",
  key: (row) => row.id,
  indexes: {
    name: (row) => `${row.accountId}/${row.name.toLowerCase()}`,
    account: (row) => row.accountId,
    policy: (row) => row.attachedPolicyArns.map((arn) => `${row.accountId}/${arn}`),
  },
});
