import { parseArn, regionalArn, type Scope } from "../../arn.ts";
import { identifierIsForAnother, invalidParameter } from "./errors.ts";

/** The kinds of ECS resource, as the first part of an ARN's resource writes them. */
export type EcsResourceKind =
  | "capacity-provider"
  | "cluster"
  | "container"
  | "container-instance"
  | "service"
  | "service-deployment"
  | "service-revision"
  | "task"
  | "task-definition"
  | "task-set";

/** An ECS ARN taken apart: `path` is what follows the kind, split at its slashes. */
export type EcsArn = {
  readonly kind: string;
  readonly path: readonly string[];
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
};

/** Takes an ECS ARN apart; undefined for anything else. */
export const parseEcsArn = (text: string): EcsArn | undefined => {
  const arn = parseArn(text);
  if (arn?.service !== "ecs") return undefined;
  const [kind = "", ...path] = arn.resource.split("/");
  if (path.length === 0 || path.includes("")) return undefined;
  return { kind, path, accountId: arn.accountId, region: arn.region, partition: arn.partition };
};

/** The ARN of an ECS resource in the long format that AWS gives to all new resources. */
export const ecsArn = (scope: Scope, kind: EcsResourceKind, ...path: readonly string[]): string =>
  regionalArn(scope, "ecs", `${kind}/${path.length === 1 ? path[0] : path.join("/")}`);

/**
 * Refuses an ARN of another kind, partition, account or region than the call's: nothing of ECS is reached across
 * them.
 * https://github.com/aws/aws-cli/issues/7875 (another kind)
 */
export const requireOwnArn = (scope: Scope, arn: EcsArn, kind: EcsResourceKind): void => {
  if (arn.kind !== kind) throw invalidParameter(`Unsupported resource type: ${arn.kind}`);
  if (arn.partition !== scope.partition)
    throw identifierIsForAnother("partition", arn.partition, scope.partition);
  if (arn.accountId !== scope.accountId)
    throw identifierIsForAnother("account", arn.accountId, scope.accountId);
  if (arn.region !== scope.region) throw identifierIsForAnother("region", arn.region, scope.region);
};
