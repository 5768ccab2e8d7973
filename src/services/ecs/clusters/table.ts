import type {
  CapacityProviderStrategyItem,
  ClusterConfiguration,
  ClusterServiceConnectDefaults,
  ClusterSetting,
  Tag,
} from "@aws-sdk/client-ecs";
import { defineTable } from "../../../state/index.ts";

/** A cluster. Its counts are not kept here: they are the sizes of other tables' indexes. */
export type ClusterRow = {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly status: "ACTIVE" | "INACTIVE";
  readonly settings: readonly ClusterSetting[];
  readonly configuration?: ClusterConfiguration;
  readonly capacityProviders: readonly string[];
  readonly defaultCapacityProviderStrategy: readonly CapacityProviderStrategyItem[];
  readonly serviceConnectDefaults?: ClusterServiceConnectDefaults;
  readonly tags: readonly Tag[];
  /** When it was deleted, in milliseconds since the epoch. */
  readonly inactiveAt?: number;
};

/** `scope` is `account/region`; `active` and `inactive` the same for clusters of that status. */
export const clusterTable = defineTable<ClusterRow>()({
  name: "ecs.clusters",
  key: (row) => row.arn,
  indexes: {
    scope: (row) => `${row.accountId}/${row.region}`,
    active: (row) => (row.status === "ACTIVE" ? `${row.accountId}/${row.region}` : undefined),
    inactive: (row) => (row.status === "INACTIVE" ? `${row.accountId}/${row.region}` : undefined),
  },
});
