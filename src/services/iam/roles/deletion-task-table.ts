import { defineTable } from "../../../state/index.ts";

/** The deletion of a service-linked role, which is done by the time it is stored. */
export type DeletionTaskRow = { readonly id: string; readonly accountId: string; readonly roleArn: string };

/** Keyed by the DeletionTaskId. */
export const deletionTaskTable = defineTable<DeletionTaskRow>()({
  name: "iam.deletion-tasks",
  key: (row) => row.id,
  indexes: {},
});
