import { defineTable } from "../../../state/index.ts";
import type { StoredTag } from "../tags/tag-list.ts";

/** An instance profile: the holder through which an EC2 instance gets a role. */
export type InstanceProfileRow = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  /** The unique id of the role. */
  readonly roleId?: string;
  readonly tags: readonly StoredTag[];
};

/** `name` is `account/name` in lower case; `role` is the role's unique id. */
export const instanceProfileTable = defineTable<InstanceProfileRow>()({
  name: "iam.instance-profiles",
  key: (row) => row.id,
  indexes: {
    name: (row) => `${row.accountId}/${row.name.toLowerCase()}`,
    account: (row) => row.accountId,
    arn: (row) => row.arn,
    role: (row) => row.roleId,
  },
});
