import type { CapacityProviderStrategyItem } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { invalidParameter } from "../errors.ts";
import {
  capacityProviderExists,
  capacityProviderName,
  isFargateProvider,
} from "./capacity-provider-reference.ts";

const LIMIT = 20;

/**
 * The names of the capacity providers that a cluster is to have, each of them one that exists.
 *
 * @throws AwsError InvalidParameterException
 */
export const requireCapacityProviders = (
  state: Reader,
  scope: Scope,
  references: readonly string[] | undefined,
): readonly string[] => {
  const names = (references ?? []).map((reference) => capacityProviderName(scope, reference));
  for (const name of names) {
    if (!capacityProviderExists(state, scope, name)) {
      throw invalidParameter(
        "The specified capacity provider was not found. Specify a valid capacity provider and try again.",
      );
    }
  }
  if (new Set(names).size !== names.length) {
    throw invalidParameter("The specified capacity providers list cannot contain duplicates.");
  }
  if (names.length > LIMIT) {
    throw invalidParameter(`A cluster can have at most ${LIMIT} capacity providers.`);
  }
  return names;
};

/**
 * Refuses a strategy that could place nothing, or that names providers the cluster does not have. An empty
 * strategy is none.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html
 * https://github.com/dask/dask-cloudprovider/issues/328
 *
 * @throws AwsError InvalidParameterException
 */
export const requireStrategy = (
  scope: Scope,
  items: readonly CapacityProviderStrategyItem[] | undefined,
  capacityProviders: readonly string[],
): readonly CapacityProviderStrategyItem[] => {
  const strategy = (items ?? []).map(({ capacityProvider, weight = 0, base = 0 }) => ({
    capacityProvider: capacityProviderName(scope, capacityProvider ?? ""),
    weight,
    base,
  }));
  const names = strategy.map((item) => item.capacityProvider);
  if (names.some((name) => !capacityProviders.includes(name))) {
    throw invalidParameter(
      "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.",
    );
  }
  if (new Set(names).size !== names.length) {
    throw invalidParameter("A capacity provider strategy cannot contain the same capacity provider twice.");
  }
  if (strategy.length > LIMIT) {
    throw invalidParameter(`A capacity provider strategy can contain at most ${LIMIT} capacity providers.`);
  }
  if (names.some(isFargateProvider) && !names.every(isFargateProvider)) {
    throw invalidParameter(
      "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate capacity providers.",
    );
  }
  requireNumbers(strategy);
  return strategy;
};

const requireNumbers = (strategy: readonly { readonly weight: number; readonly base: number }[]): void => {
  for (const { weight, base } of strategy) {
    if (weight < 0 || weight > 1000)
      throw invalidParameter("The capacity provider weight must be between 0 and 1000.");
    if (base < 0 || base > 100_000)
      throw invalidParameter("The capacity provider base must be between 0 and 100000.");
  }
  if (strategy.filter((item) => item.base > 0).length > 1) {
    throw invalidParameter(
      "Only one capacity provider in a capacity provider strategy can have a base defined.",
    );
  }
  if (strategy.length > 0 && strategy.every((item) => item.weight === 0)) {
    throw invalidParameter(
      "At least one capacity provider in a capacity provider strategy must have a weight value greater than zero.",
    );
  }
};
