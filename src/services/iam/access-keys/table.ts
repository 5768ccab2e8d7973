import { defineTable } from "../../../state/index.ts";

/** A long-term access key of a user or, without `userId`, of an account's root user. */
export type AccessKeyRow = {
  readonly id: string;
  readonly accountId: string;
  readonly userId?: string;
  readonly secretAccessKey: string;
  readonly status: "Active" | "Inactive";
  readonly createdAt: number;
};

/** `owner` is the user's unique id, for root the account id. */
export const accessKeyTable = defineTable<AccessKeyRow>()({
  name: "iam.access-keys",
  key: (row) => row.id,
  indexes: { owner: (row) => row.userId ?? row.accountId },
  secrets: ["secretAccessKey"],
});
