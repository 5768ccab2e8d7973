import type { TaskRecord } from "../tasks/task-record.ts";

const seconds = (milliseconds: number): number => milliseconds / 1000;

/** The `tasks` of a PublishHealthRequest: every container with a health check, its whole state each time. */
export const taskHealth = (tasks: readonly TaskRecord[], now: number): readonly object[] =>
  tasks
    .filter((task) => task.status !== "STOPPED")
    .map(({ definition, containers }) => ({
      taskArn: definition.arn,
      taskDefinitionFamily: definition.family,
      taskDefinitionVersion: definition.version,
      containers: containers
        .filter(
          ({ name, status }) =>
            status === "RUNNING" && definition.containers.some((one) => one.name === name && one.healthCheck),
        )
        .map(({ name, health, startedAt }) => ({
          containerName: name,
          healthStatus: health?.status ?? "UNKNOWN",
          statusSince: seconds(health?.since ?? startedAt ?? now),
          ...(health === undefined || health.output === "" ? {} : { statusMessage: health.output }),
        })),
    }))
    .filter(({ containers }) => containers.length > 0);
