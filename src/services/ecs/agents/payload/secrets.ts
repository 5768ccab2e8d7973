import type { ContainerDefinition } from "@aws-sdk/client-ecs";
import { parseArn } from "../../../../arn.ts";

/** A secret as the agent takes it. */
export type PayloadSecret = {
  readonly name: string;
  readonly valueFrom: string;
  readonly provider: "ssm" | "asm";
  readonly type: "ENVIRONMENT_VARIABLE";
  readonly target: "CONTAINER" | "LOG_DRIVER";
  readonly region: string;
};

/**
 * A container's secrets and those of its log driver, with where they are kept: an ARN of Secrets Manager says
 * so, everything else is a parameter of Systems Manager.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
 */
export const secrets = (container: ContainerDefinition, region: string): readonly PayloadSecret[] => [
  ...(container.secrets ?? []).map((secret) => translated(secret, "CONTAINER", region)),
  ...(container.logConfiguration?.secretOptions ?? []).map((secret) =>
    translated(secret, "LOG_DRIVER", region),
  ),
];

const translated = (
  secret: { readonly name?: string | undefined; readonly valueFrom?: string | undefined },
  target: PayloadSecret["target"],
  region: string,
): PayloadSecret => {
  const valueFrom = secret.valueFrom ?? "";
  const arn = parseArn(valueFrom);
  return {
    name: secret.name ?? "",
    valueFrom,
    provider: arn?.service === "secretsmanager" ? "asm" : "ssm",
    type: "ENVIRONMENT_VARIABLE",
    target,
    region: arn?.region || region,
  };
};
