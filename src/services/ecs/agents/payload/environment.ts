import type { ContainerDefinition, ContainerOverride } from "@aws-sdk/client-ecs";

/** Tells SDKs where they run. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint.html */
const EXECUTION_ENVIRONMENT = { EC2: "AWS_ECS_EC2", EXTERNAL: "AWS_ECS_EXTERNAL" } as const;

/** A container's environment as the agent takes it: a map, with the overrides merged in. */
export const environment = (
  container: ContainerDefinition,
  override: ContainerOverride | undefined,
  launchType: "EC2" | "EXTERNAL",
): Readonly<Record<string, string>> => {
  const variables = new Map<string, string>([["AWS_EXECUTION_ENV", EXECUTION_ENVIRONMENT[launchType]]]);
  for (const { name, value } of [...(container.environment ?? []), ...(override?.environment ?? [])]) {
    if (name) variables.set(name, value ?? "");
  }
  return Object.fromEntries(variables);
};
