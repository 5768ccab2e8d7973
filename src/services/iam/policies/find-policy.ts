import type { Need, NeedsContext } from "../../../operation/index.ts";
import { tagRecord } from "../tags/tag-list.ts";
import { policyTable } from "./table.ts";

/** The need of an action on the managed policy that the request names. */
export const onPolicy = (
  { input, state, scope }: NeedsContext<{ readonly PolicyArn: string }>,
  action: string,
): Need => {
  const row = state.table(policyTable).get(input.PolicyArn);
  // The tags of another account's policy are none of the caller's business.
  const own = row?.accountId === scope.accountId ? row : undefined;
  return { action, resource: input.PolicyArn, resourceTags: tagRecord(own?.tags) };
};
