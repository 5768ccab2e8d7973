import type { AnyOperation } from "../../../operation/index.ts";
import { deleteAccountSetting } from "./delete-account-setting.ts";
import { listAccountSettings } from "./list-account-settings.ts";
import { putAccountSetting, putAccountSettingDefault } from "./put-account-setting.ts";

/** The operations on account settings. */
export const accountSettingOperations: readonly AnyOperation[] = [
  deleteAccountSetting,
  listAccountSettings,
  putAccountSetting,
  putAccountSettingDefault,
];
