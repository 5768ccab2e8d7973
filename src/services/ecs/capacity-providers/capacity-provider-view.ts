import type { CapacityProvider, CapacityProviderType } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { clusterNameOf } from "../cluster-reference.ts";
import { ecsArn } from "../names.ts";
import type { FARGATE_PROVIDERS } from "./capacity-provider-reference.ts";
import type { CapacityProviderRow } from "./table.ts";

const typeOf = (row: CapacityProviderRow): CapacityProviderType =>
  row.managedInstancesProvider === undefined ? "EC2_AUTOSCALING" : "MANAGED_INSTANCES";

/** A capacity provider as the API shows it. */
export const capacityProviderView = (row: CapacityProviderRow, withTags: boolean): CapacityProvider => ({
  capacityProviderArn: row.arn,
  name: row.name,
  cluster: row.clusterArn === undefined ? undefined : clusterNameOf(row.clusterArn),
  status: "ACTIVE",
  autoScalingGroupProvider: row.autoScalingGroupProvider,
  managedInstancesProvider: row.managedInstancesProvider,
  updateStatus: row.updateStatus,
  tags: withTags ? [...row.tags] : [],
  type: typeOf(row),
});

/** A capacity provider of AWS Fargate as the API shows it. */
export const fargateProviderView = (
  scope: Scope,
  name: (typeof FARGATE_PROVIDERS)[number],
): CapacityProvider => ({
  capacityProviderArn: ecsArn(scope, "capacity-provider", name),
  name,
  status: "ACTIVE",
  tags: [],
  type: name,
});
