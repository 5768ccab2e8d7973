import { iamArn } from "../../../arn.ts";
import type { Need, NeedsContext } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { notFound } from "../errors.ts";
import { firstOf } from "../first-of.ts";
import { type GroupRow, groupTable } from "./table.ts";

/** The group of a name; names are the same without regard to letter case. */
export const findGroup = (state: Reader, accountId: string, name: string): GroupRow | undefined =>
  firstOf(state.table(groupTable).by("name", `${accountId}/${name.toLowerCase()}`));

/** The group of a name. Throws NoSuchEntity. */
export const requireGroup = (
  state: Reader,
  scope: { readonly accountId: string },
  name: string,
): GroupRow => {
  const row = findGroup(state, scope.accountId, name);
  if (row === undefined) throw notFound("group", name);
  return row;
};

/** The need of an action on the group that the request names. */
export const onGroup = (
  { input, state, scope }: NeedsContext<{ readonly GroupName: string }>,
  action: string,
): Need => ({
  action,
  resource:
    findGroup(state, scope.accountId, input.GroupName)?.arn ?? iamArn(scope, `group/${input.GroupName}`),
});
