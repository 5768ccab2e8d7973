import type { DeleteAccountSettingRequest, DeleteAccountSettingResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { settingFor, settingId } from "./effective-settings.ts";
import { requireChangeablePrincipal } from "./principal.ts";
import { requireSettingName } from "./setting-values.ts";
import { accountSettingTable } from "./table.ts";

/**
 * DeleteAccountSetting: the account's default applies again. Answers the setting as it was.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteAccountSetting.html
 */
export const deleteAccountSetting = operation<DeleteAccountSettingRequest, DeleteAccountSettingResponse>(
  "DeleteAccountSetting",
  {
    needs: ({ input }) => ({
      action: "ecs:DeleteAccountSetting",
      resource: "*",
      context: { "ecs:account-setting": input.name },
    }),
    run: ({ input, scope, caller, state }) => {
      const name = requireSettingName(input.name);
      const principalArn = requireChangeablePrincipal(scope, caller, input.principalArn);
      const value = settingFor(state, scope, principalArn, name);
      state.table(accountSettingTable).delete(settingId(scope, principalArn, name));
      return { setting: { name, value, principalArn, type: "user" } };
    },
  },
);
