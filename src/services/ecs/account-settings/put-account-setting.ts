import type {
  PutAccountSettingDefaultRequest,
  PutAccountSettingDefaultResponse,
  PutAccountSettingRequest,
  PutAccountSettingResponse,
  Setting,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { operation } from "../../../operation/index.ts";
import type { Transaction } from "../../../state/index.ts";
import { rootArn, settingId } from "./effective-settings.ts";
import { requireChangeablePrincipal } from "./principal.ts";
import { requireSettingName, requireSettingValue } from "./setting-values.ts";
import { accountSettingTable } from "./table.ts";

const put = (
  state: Transaction,
  scope: Scope,
  principalArn: string,
  input: { readonly name: string | undefined; readonly value: string | undefined },
): Setting => {
  const name = requireSettingName(input.name);
  const value = requireSettingValue(name, input.value);
  state.table(accountSettingTable).put({
    id: settingId(scope, principalArn, name),
    accountId: scope.accountId,
    region: scope.region,
    principalArn,
    name,
    value,
  });
  return { name, value, principalArn, type: "user" };
};

/**
 * PutAccountSetting, for one user or role; for everybody when it names the root user.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSetting.html
 */
export const putAccountSetting = operation<PutAccountSettingRequest, PutAccountSettingResponse>(
  "PutAccountSetting",
  {
    needs: ({ input }) => ({
      action: "ecs:PutAccountSetting",
      resource: "*",
      context: { "ecs:account-setting": input.name },
    }),
    run: ({ input, scope, caller, state }) => ({
      setting: put(state, scope, requireChangeablePrincipal(scope, caller, input.principalArn), input),
    }),
  },
);

/**
 * PutAccountSettingDefault, for all who have no setting of their own.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutAccountSettingDefault.html
 */
export const putAccountSettingDefault = operation<
  PutAccountSettingDefaultRequest,
  PutAccountSettingDefaultResponse
>("PutAccountSettingDefault", {
  needs: ({ input }) => ({
    action: "ecs:PutAccountSettingDefault",
    resource: "*",
    context: { "ecs:account-setting": input.name },
  }),
  run: ({ input, scope, state }) => ({ setting: put(state, scope, rootArn(scope), input) }),
});
