import { isDeepStrictEqual } from "node:util";
import type { CreateClusterRequest, CreateClusterResponse } from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { type Need, operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { effectiveSetting } from "../account-settings/effective-settings.ts";
import { requestTagsOf, resourceTagsOf, tagOnCreateNeeds } from "../authorization-context.ts";
import { capacityProviderArn } from "../capacity-providers/capacity-provider-reference.ts";
import {
  requireCapacityProviders,
  requireStrategy,
} from "../capacity-providers/capacity-provider-strategy.ts";
import { clusterArn, clusterNameOf, requireClusterName } from "../cluster-reference.ts";
import { invalidParameter } from "../errors.ts";
import { requireTags } from "../tag-values.ts";
import { applySettings, requireConfiguration, requireServiceConnectDefaults } from "./cluster-settings.ts";
import { clusterView, WHOLE_CLUSTER } from "./cluster-view.ts";
import { dropForgottenClusters } from "./forget-clusters.ts";
import { type ClusterRow, clusterTable } from "./table.ts";

/** Not {@link clusterArn}: a new cluster is named by its name only. */
const newClusterArn = (scope: Scope, name: string | undefined): string =>
  clusterArn(scope, requireClusterName(name === undefined || name === "" ? "default" : name));

const needs = (input: CreateClusterRequest, scope: Scope, state: Reader): readonly Need[] => {
  const resource = newClusterArn(scope, input.clusterName);
  const providers = input.capacityProviders?.map((reference) => capacityProviderArn(scope, reference));
  return [
    {
      action: "ecs:CreateCluster",
      resource,
      context: {
        "ecs:capacity-provider": providers === undefined || providers.length === 0 ? undefined : providers,
        "ecs:fargate-ephemeral-storage-kms-key":
          input.configuration?.managedStorageConfiguration?.fargateEphemeralStorageKmsKeyId,
      },
      ...requestTagsOf(input.tags),
      ...resourceTagsOf(state.table(clusterTable).get(resource)),
    },
    ...tagOnCreateNeeds("CreateCluster", resource, input.tags),
  ];
};

/** What a second CreateCluster of the same name may say of the cluster that is there. */
const requireSame = (existing: ClusterRow, wanted: ClusterRow, input: CreateClusterRequest): void => {
  const differs =
    (input.tags !== undefined && !isDeepStrictEqual(existing.tags, wanted.tags)) ||
    (input.settings !== undefined && !isDeepStrictEqual(existing.settings, wanted.settings)) ||
    (input.configuration !== undefined && !isDeepStrictEqual(existing.configuration, wanted.configuration)) ||
    (input.capacityProviders !== undefined &&
      !isDeepStrictEqual([...existing.capacityProviders].sort(), [...wanted.capacityProviders].sort())) ||
    (input.defaultCapacityProviderStrategy !== undefined &&
      !isDeepStrictEqual(existing.defaultCapacityProviderStrategy, wanted.defaultCapacityProviderStrategy)) ||
    (input.serviceConnectDefaults !== undefined &&
      !isDeepStrictEqual(existing.serviceConnectDefaults, wanted.serviceConnectDefaults));
  if (differs) {
    throw invalidParameter(
      "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
    );
  }
};

/**
 * CreateCluster. The same name again answers the cluster that is ACTIVE, as long as nothing else was asked.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
 */
export const createCluster = operation<CreateClusterRequest, CreateClusterResponse>("CreateCluster", {
  needs: ({ input, scope, state }) => needs(input, scope, state),
  run: ({ input, scope, caller, state, world }) => {
    const arn = newClusterArn(scope, input.clusterName);
    const clusters = state.table(clusterTable);
    const capacityProviders = requireCapacityProviders(state, scope, input.capacityProviders);
    const insights = effectiveSetting(state, scope, caller, "containerInsights");
    const row: ClusterRow = {
      arn,
      accountId: scope.accountId,
      region: scope.region,
      name: clusterNameOf(arn),
      status: "ACTIVE",
      settings: applySettings([{ name: "containerInsights", value: insights }], input.settings),
      configuration: requireConfiguration(input.configuration),
      capacityProviders,
      defaultCapacityProviderStrategy: requireStrategy(
        scope,
        input.defaultCapacityProviderStrategy,
        capacityProviders,
      ),
      serviceConnectDefaults: requireServiceConnectDefaults(input.serviceConnectDefaults),
      tags: requireTags(input.tags),
    };
    const existing = clusters.get(arn);
    if (existing?.status === "ACTIVE") {
      requireSame(existing, row, input);
      return { cluster: clusterView(state, existing, WHOLE_CLUSTER) };
    }
    dropForgottenClusters(state, scope, world.now());
    clusters.put(row);
    return { cluster: clusterView(state, row, WHOLE_CLUSTER) };
  },
});
