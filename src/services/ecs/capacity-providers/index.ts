import type { AnyOperation } from "../../../operation/index.ts";
import { createCapacityProvider } from "./create-capacity-provider.ts";
import { deleteCapacityProvider } from "./delete-capacity-provider.ts";
import { describeCapacityProviders } from "./describe-capacity-providers.ts";
import { putClusterCapacityProviders } from "./put-cluster-capacity-providers.ts";
import { updateCapacityProvider } from "./update-capacity-provider.ts";

/** The operations on capacity providers. */
export const capacityProviderOperations: readonly AnyOperation[] = [
  createCapacityProvider,
  deleteCapacityProvider,
  describeCapacityProviders,
  putClusterCapacityProviders,
  updateCapacityProvider,
];
