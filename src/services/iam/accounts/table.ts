import { defineTable } from "../../../state/index.ts";

/** An account of this installation. */
export type AccountRow = {
  readonly id: string;
  readonly createdAt: number;
  readonly alias?: string;
};

/** `alias` is unique over all accounts. */
export const accountTable = defineTable<AccountRow>()({
  name: "iam.accounts",
  key: (row) => row.id,
  indexes: { alias: (row) => row.alias },
});
