import type { ContainerDefinition } from "@aws-sdk/client-ecs";

/**
 * A container's log driver as Docker's `LogConfig`. For `awslogs` the stream's final name is put together
 * here, and the logs go to this control plane unless the definition names another endpoint.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
export const logConfig = (
  container: ContainerDefinition,
  task: { readonly id: string; readonly region: string },
  endpoint: string,
): Readonly<Record<string, unknown>> | undefined => {
  const configuration = container.logConfiguration;
  if (configuration === undefined) return undefined;
  const options = { ...configuration.options };
  if (configuration.logDriver !== "awslogs") return { Type: configuration.logDriver, Config: options };
  const prefix = options["awslogs-stream-prefix"];
  delete options["awslogs-stream-prefix"];
  if (prefix !== undefined) options["awslogs-stream"] = `${prefix}/${container.name}/${task.id}`;
  options["awslogs-region"] ??= task.region;
  options["awslogs-endpoint"] ??= endpoint;
  return { Type: "awslogs", Config: options };
};
