import { iamArn } from "../../../arn.ts";
import type { Need, NeedsContext } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { instanceProfileNotFound } from "../errors.ts";
import { firstOf } from "../first-of.ts";
import { tagRecord } from "../tags/tag-list.ts";
import { type InstanceProfileRow, instanceProfileTable } from "./table.ts";

/** The instance profile of a name; names are the same without regard to letter case. */
export const findInstanceProfile = (
  state: Reader,
  accountId: string,
  name: string,
): InstanceProfileRow | undefined =>
  firstOf(state.table(instanceProfileTable).by("name", `${accountId}/${name.toLowerCase()}`));

/** The instance profile of an ARN, with its path. */
export const findInstanceProfileByArn = (state: Reader, arn: string): InstanceProfileRow | undefined =>
  firstOf(state.table(instanceProfileTable).by("arn", arn));

/** The instance profile of a name. Throws NoSuchEntity. */
export const requireInstanceProfile = (
  state: Reader,
  scope: { readonly accountId: string },
  name: string,
): InstanceProfileRow => {
  const row = findInstanceProfile(state, scope.accountId, name);
  if (row === undefined) throw instanceProfileNotFound(name);
  return row;
};

/** The need of an action on the instance profile that the request names. */
export const onInstanceProfile = (
  { input, state, scope }: NeedsContext<{ readonly InstanceProfileName: string }>,
  action: string,
): Need => {
  const row = findInstanceProfile(state, scope.accountId, input.InstanceProfileName);
  return {
    action,
    resource: row?.arn ?? iamArn(scope, `instance-profile/${input.InstanceProfileName}`),
    resourceTags: tagRecord(row?.tags),
  };
};
