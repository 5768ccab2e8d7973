const prefix = "com.amazonaws.ecs.";

/** The labels that Amazon's agent puts on every container, and one by which this agent finds its own. */
export const label = {
  cluster: `${prefix}cluster`,
  containerName: `${prefix}container-name`,
  taskArn: `${prefix}task-arn`,
  family: `${prefix}task-definition-family`,
  version: `${prefix}task-definition-version`,
  /** Several agents may share one Docker daemon: each looks only at what carries its container instance's ARN. */
  containerInstance: "portreeve.container-instance-arn",
} as const;
