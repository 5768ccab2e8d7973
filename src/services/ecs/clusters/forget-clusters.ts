import type { Scope } from "../../../arn.ts";
import type { Transaction } from "../../../state/index.ts";
import { type ClusterRow, clusterTable } from "./table.ts";

/** How long an INACTIVE cluster can be described. AWS promises no more than "a period of time". */
const VISIBLE_MILLISECONDS = 60 * 60 * 1000;

/** Whether a cluster was deleted so long ago that nobody is told of it any more. */
export const isForgotten = (row: ClusterRow, now: number): boolean =>
  row.inactiveAt !== undefined && now - row.inactiveAt > VISIBLE_MILLISECONDS;

/** Removes the forgotten clusters of a scope. Called where clusters come and go, which keeps them few. */
export const dropForgottenClusters = (state: Transaction, scope: Scope, now: number): void => {
  const clusters = state.table(clusterTable);
  const forgotten = [...clusters.by("inactive", `${scope.accountId}/${scope.region}`)].filter((row) =>
    isForgotten(row, now),
  );
  for (const row of forgotten) clusters.delete(row.arn);
};
