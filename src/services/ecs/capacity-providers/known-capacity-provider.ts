import type { Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { clientException } from "../errors.ts";
import {
  capacityProviderArn,
  capacityProviderName,
  isFargateProvider,
} from "./capacity-provider-reference.ts";
import { type CapacityProviderRow, capacityProviderTable } from "./table.ts";

/** An action on a capacity provider, with its tags. */
export const capacityProviderNeed = (
  state: Reader,
  scope: Scope,
  action: string,
  reference: string | undefined,
): Need => {
  const resource = capacityProviderArn(scope, reference ?? "");
  return { action, resource, ...resourceTagsOf(state.table(capacityProviderTable).get(resource)) };
};

/**
 * The capacity provider of a name or ARN, to be changed; Fargate's can't be.
 *
 * @throws AwsError ClientException
 */
export const changeableCapacityProvider = (
  state: Reader,
  scope: Scope,
  reference: string | undefined,
): CapacityProviderRow => {
  const name = capacityProviderName(scope, reference ?? "");
  if (isFargateProvider(name)) {
    throw clientException(
      "The specified capacity provider is reserved. The FARGATE and FARGATE_SPOT capacity providers cannot be changed or deleted.",
    );
  }
  const row = state.table(capacityProviderTable).get(capacityProviderArn(scope, name));
  if (row === undefined) {
    throw clientException(
      "The specified capacity provider was not found. Specify a valid capacity provider and try again.",
    );
  }
  return row;
};
