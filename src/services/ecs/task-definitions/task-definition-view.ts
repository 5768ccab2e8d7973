import type { TaskDefinition } from "@aws-sdk/client-ecs";
import type { TaskDefinitionRow } from "./table.ts";

const moment = (milliseconds: number | undefined): Date | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds);

/** A revision of a task definition as the API shows it. */
export const taskDefinitionView = (row: TaskDefinitionRow): TaskDefinition => ({
  ...row.definition,
  taskDefinitionArn: row.arn,
  family: row.family,
  revision: row.revision,
  status: row.status,
  registeredAt: moment(row.registeredAt),
  deregisteredAt: moment(row.deregisteredAt),
  deleteRequestedAt: moment(row.deleteRequestedAt),
  registeredBy: row.registeredBy,
});
