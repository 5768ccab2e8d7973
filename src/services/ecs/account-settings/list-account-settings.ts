import type {
  ListAccountSettingsRequest,
  ListAccountSettingsResponse,
  Setting,
  SettingName,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { invalidParameter } from "../errors.ts";
import { page } from "../paging.ts";
import { settingFor } from "./effective-settings.ts";
import { requirePrincipal } from "./principal.ts";
import { ACCOUNT_SETTINGS, requireSettingName } from "./setting-values.ts";
import { accountSettingTable } from "./table.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListAccountSettings.html#ECS-ListAccountSettings-request-maxResults */
const LARGEST_PAGE = 10;

const effective = (state: Reader, scope: Scope, principalArn: string): readonly Setting[] =>
  // INVARIANT: the table's keys are exactly the setting names.
  (Object.keys(ACCOUNT_SETTINGS) as SettingName[]).map((name) => ({
    name,
    value: settingFor(state, scope, principalArn, name),
    principalArn,
    type: ACCOUNT_SETTINGS[name].awsManaged === true ? "aws_managed" : "user",
  }));

const explicit = (state: Reader, scope: Scope, principalArn: string): readonly Setting[] =>
  [...state.table(accountSettingTable).by("scope", `${scope.accountId}/${scope.region}`)]
    .filter((row) => row.principalArn === principalArn)
    .map(({ name, value }) => ({ name, value, principalArn, type: "user" }));

/**
 * ListAccountSettings: what was set for a principal; with `effectiveSettings`, what applies to it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListAccountSettings.html
 */
export const listAccountSettings = operation<ListAccountSettingsRequest, ListAccountSettingsResponse>(
  "ListAccountSettings",
  {
    needs: () => ({ action: "ecs:ListAccountSettings", resource: "*" }),
    run: ({ input, scope, caller, state }) => {
      const principalArn = requirePrincipal(scope, caller, input.principalArn);
      const name = input.name === undefined ? undefined : requireSettingName(input.name);
      if (input.value !== undefined && name === undefined) {
        throw invalidParameter("You must specify a setting name when you specify a setting value.");
      }
      const settings = (input.effectiveSettings === true ? effective : explicit)(state, scope, principalArn);
      const { items, nextToken } = page({
        items: settings.filter(
          (setting) =>
            (name === undefined || setting.name === name) &&
            (input.value === undefined || setting.value === input.value),
        ),
        sortKey: (setting) => setting.name ?? "",
        maxResults: input.maxResults,
        nextToken: input.nextToken,
        limit: LARGEST_PAGE,
        list: [
          "ListAccountSettings",
          scope.region,
          principalArn,
          name,
          input.value,
          String(input.effectiveSettings ?? false),
        ],
      });
      return { settings: [...items], nextToken };
    },
  },
);
