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
};

/** `scope` is `account/region`; `active` the same for clusters that are ACTIVE. */
export const clusterTable = defineTable<ClusterRow>()({
  name: "ecs.clusters",
  key: (row) => row.arn,
  indexes: {
    scope: (row) => `${row.accountId}/${row.region}`,
    active: (row) => (row.status === "ACTIVE" ? `${row.accountId}/${row.region}` : undefined),
  },
});
