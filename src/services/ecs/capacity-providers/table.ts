import type { CapacityProvider, Tag } from "@aws-sdk/client-ecs";
import { defineTable } from "../../../state/index.ts";

/** A capacity provider that was created; FARGATE and FARGATE_SPOT always exist and have no row. */
export type CapacityProviderRow = {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  /** The cluster it belongs to; only those of managed instances belong to one. */
  readonly clusterArn?: string;
  readonly autoScalingGroupProvider?: CapacityProvider["autoScalingGroupProvider"];
  readonly managedInstancesProvider?: CapacityProvider["managedInstancesProvider"];
  readonly updateStatus?: CapacityProvider["updateStatus"];
  readonly tags: readonly Tag[];
};

/** `scope` is `account/region`; `cluster` the ARN of the cluster it belongs to. */
export const capacityProviderTable = defineTable<CapacityProviderRow>()({
  name: "ecs.capacityProviders",
  key: (row) => row.arn,
  indexes: {
    scope: (row) => `${row.accountId}/${row.region}`,
    cluster: (row) => row.clusterArn,
    autoScalingGroup: (row) => row.autoScalingGroupProvider?.autoScalingGroupArn,
  },
});
