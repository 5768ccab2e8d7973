import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { checkedArn } from "../arns.ts";
import { targetGroupsNotFound } from "../errors.ts";
import { type TargetGroupRow, targetGroupTable } from "./table.ts";

/**
 * The target group that an ARN names.
 *
 * @throws AwsError ValidationError, TargetGroupNotFound
 */
export const findTargetGroup = (state: Reader, scope: Scope, arn: string): TargetGroupRow => {
  const row = state.table(targetGroupTable).get(checkedArn(scope, "target group", arn));
  if (row === undefined) throw targetGroupsNotFound();
  return row;
};

/** The target groups of an account in a region. */
export const targetGroupsIn = (state: Reader, scope: Scope): Iterable<TargetGroupRow> =>
  state.table(targetGroupTable).by("scope", `${scope.accountId}/${scope.region}`);
