import type { SettingName } from "@aws-sdk/client-ecs";
import { defineTable } from "../../../state/index.ts";

/** One account setting that somebody set: for a user or role, or for the account by default. */
export type AccountSettingRow = {
  /** `account/region/principal ARN/name`; the default's principal is the account's root user. */
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly principalArn: string;
  readonly name: SettingName;
  readonly value: string;
};

/** `scope` is `account/region`. */
export const accountSettingTable = defineTable<AccountSettingRow>()({
  name: "ecs.accountSettings",
  key: (row) => row.id,
  indexes: { scope: (row) => `${row.accountId}/${row.region}` },
});
