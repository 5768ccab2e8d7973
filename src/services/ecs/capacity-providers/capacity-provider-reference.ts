import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { invalidParameter } from "../errors.ts";
import { ecsArn, parseEcsArn, requireOwnArn } from "../names.ts";
import { capacityProviderTable } from "./table.ts";

/** The capacity providers of AWS Fargate: they exist in every account and can't be changed. */
export const FARGATE_PROVIDERS = ["FARGATE", "FARGATE_SPOT"] as const;

/** Whether a name is one of {@link FARGATE_PROVIDERS}. */
export const isFargateProvider = (name: string): boolean =>
  FARGATE_PROVIDERS.some((provider) => provider === name);

const NAME = /^[a-zA-Z0-9_-]{1,255}$/;

/**
 * The short name that a capacity provider's name or ARN stands for.
 *
 * @throws AwsError InvalidParameterException for what can be neither
 */
export const capacityProviderName = (scope: Scope, reference: string): string => {
  if (!reference.startsWith("arn:")) {
    if (NAME.test(reference)) return reference;
    throw invalidParameter(`The specified capacity provider '${reference}' was not found.`);
  }
  const arn = parseEcsArn(reference);
  if (arn === undefined || arn.path.length !== 1) throw invalidParameter(`Invalid identifier: ${reference}`);
  requireOwnArn(scope, arn, "capacity-provider");
  return arn.path[0] ?? "";
};

/** The ARN of a capacity provider of this name. */
export const capacityProviderArn = (scope: Scope, reference: string): string =>
  ecsArn(scope, "capacity-provider", capacityProviderName(scope, reference));

/** Whether there is such a capacity provider, Fargate's included. */
export const capacityProviderExists = (state: Reader, scope: Scope, name: string): boolean =>
  isFargateProvider(name) ||
  state.table(capacityProviderTable).get(ecsArn(scope, "capacity-provider", name)) !== undefined;
