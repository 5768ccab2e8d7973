import type { Scope } from "../../../arn.ts";
import type { Transaction } from "../../../state/index.ts";
import { taskTable } from "../tasks/table.ts";
import { taskDefinitionTable } from "./table.ts";

/** A revision can be seen as DELETE_IN_PROGRESS for at least this long. */
const VISIBLE_MILLISECONDS = 60 * 60 * 1000;

/**
 * Removes the revisions of a scope whose deletion was asked for a while ago and by which no task runs any more.
 * Called where deletions are asked for, which keeps them few.
 */
export const dropDeletedTaskDefinitions = (state: Transaction, scope: Scope, now: number): void => {
  const definitions = state.table(taskDefinitionTable);
  const due = [...definitions.by("deleting", `${scope.accountId}/${scope.region}`)].filter(
    (row) => now - (row.deleteRequestedAt ?? now) > VISIBLE_MILLISECONDS,
  );
  if (due.length === 0) return;
  const used = new Set<string>();
  for (const task of state.table(taskTable).all()) {
    if (task.lastStatus !== "STOPPED") used.add(task.taskDefinitionArn);
  }
  for (const row of due) if (!used.has(row.arn)) definitions.delete(row.arn);
};
