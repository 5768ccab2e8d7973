import type { SettingName } from "@aws-sdk/client-ecs";
import { iamArn, type Scope } from "../../../arn.ts";
import type { Caller } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { ACCOUNT_SETTINGS } from "./setting-values.ts";
import { accountSettingTable } from "./table.ts";

/** The principal under which the account's defaults are kept. */
export const rootArn = (scope: Scope): string => iamArn(scope, "root");

/**
 * Whose settings apply to a caller: its user's, or its role's for every session of the role; for a federated
 * user the account's.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSetting.html#ECS-PutAccountSetting-request-principalArn
 */
export const settingsPrincipal = (scope: Scope, caller: Caller): string => {
  const { type, arn, roleArn } = caller.principal;
  return type === "Root" || type === "FederatedUser" ? rootArn(scope) : (roleArn ?? arn);
};

/** The key of a setting's row. */
export const settingId = (scope: Scope, principalArn: string, name: SettingName): string =>
  `${scope.accountId}/${scope.region}/${principalArn}/${name}`;

/** The value of a setting for a principal: its own, else the account's default, else AWS's. */
export const settingFor = (state: Reader, scope: Scope, principalArn: string, name: SettingName): string => {
  const settings = state.table(accountSettingTable);
  return (
    settings.get(settingId(scope, principalArn, name))?.value ??
    settings.get(settingId(scope, rootArn(scope), name))?.value ??
    ACCOUNT_SETTINGS[name].initial
  );
};

/** The value of a setting for a caller. */
export const effectiveSetting = (state: Reader, scope: Scope, caller: Caller, name: SettingName): string =>
  settingFor(state, scope, settingsPrincipal(scope, caller), name);
