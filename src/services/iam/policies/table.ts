import { defineTable } from "../../../state/index.ts";
import type { StoredTag } from "../tags/tag-list.ts";

/** One version of a managed policy; `document` as it was written. */
export type PolicyVersionRow = {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
};

/** A managed policy of a customer, with its versions, oldest first. */
export type PolicyRow = {
  readonly arn: string;
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly defaultVersionId: string;
  readonly versions: readonly PolicyVersionRow[];
  /** The number of the version to come; numbers are never used twice. */
  readonly nextVersion: number;
  readonly tags: readonly StoredTag[];
};

/** Keyed by ARN; `name` is `account/name` in lower case. */
export const policyTable = defineTable<PolicyRow>()({
  name: "iam.policies",
  key: (row) => row.arn,
  indexes: {
    name: (row) => `${row.accountId}/${row.name.toLowerCase()}`,
    account: (row) => row.accountId,
  },
});
