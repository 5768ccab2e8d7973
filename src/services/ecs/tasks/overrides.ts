import type { ContainerOverride, TaskOverride } from "@aws-sdk/client-ecs";

/** The override of one container, if the call has one. */
export const containerOverrideOf = (
  overrides: TaskOverride,
  name: string | undefined,
): ContainerOverride | undefined => overrides.containerOverrides?.find((override) => override.name === name);
