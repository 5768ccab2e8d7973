import type { Tag, TaskDefinition } from "@aws-sdk/client-ecs";
import { defineTable } from "../../../state/index.ts";

/** One revision of a task definition. */
export type TaskDefinitionRow = {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly family: string;
  readonly revision: number;
  readonly status: "ACTIVE" | "INACTIVE" | "DELETE_IN_PROGRESS";
  /** What DescribeTaskDefinition gives back, less the members that have columns of their own here. */
  readonly definition: Omit<
    TaskDefinition,
    | "taskDefinitionArn"
    | "family"
    | "revision"
    | "status"
    | "registeredAt"
    | "registeredBy"
    | "deregisteredAt"
    | "deleteRequestedAt"
  >;
  readonly tags: readonly Tag[];
  /** Milliseconds since the epoch, as all moments here. */
  readonly registeredAt: number;
  readonly registeredBy: string;
  readonly deregisteredAt?: number;
  readonly deleteRequestedAt?: number;
};

/**
 * `family` is `account/region/family`; `activeFamily` the same for ACTIVE revisions. `deleting` is
 * `account/region` for revisions that are DELETE_IN_PROGRESS.
 */
export const taskDefinitionTable = defineTable<TaskDefinitionRow>()({
  name: "ecs.taskDefinitions",
  key: (row) => row.arn,
  indexes: {
    scope: (row) => `${row.accountId}/${row.region}`,
    family: (row) => `${row.accountId}/${row.region}/${row.family}`,
    activeFamily: (row) =>
      row.status === "ACTIVE" ? `${row.accountId}/${row.region}/${row.family}` : undefined,
    deleting: (row) => (row.status === "DELETE_IN_PROGRESS" ? `${row.accountId}/${row.region}` : undefined),
  },
});

/** The last revision number that a family was given; numbers are never used twice. */
export type FamilyRow = {
  /** `account/region/family`. */
  readonly id: string;
  readonly lastRevision: number;
};

/** The families, by `account/region/family`; `scope` is `account/region`. */
export const familyTable = defineTable<FamilyRow>()({
  name: "ecs.families",
  key: (row) => row.id,
  indexes: { scope: (row) => row.id.slice(0, row.id.lastIndexOf("/")) },
});
