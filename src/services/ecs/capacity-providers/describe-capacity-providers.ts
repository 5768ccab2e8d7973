import type {
  CapacityProvider,
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse,
  Failure,
} from "@aws-sdk/client-ecs";
import type { Scope } from "../../../arn.ts";
import { operation } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { requireEachOneOf } from "../enumeration.ts";
import { ecsArn } from "../names.ts";
import { page } from "../paging.ts";
import { capacityProviderName, FARGATE_PROVIDERS } from "./capacity-provider-reference.ts";
import { capacityProviderView, fargateProviderView } from "./capacity-provider-view.ts";
import { capacityProviderNeed } from "./known-capacity-provider.ts";
import { capacityProviderTable } from "./table.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeCapacityProviders.html#ECS-DescribeCapacityProviders-request-maxResults */
const LARGEST_PAGE = 10;

const all = (state: Reader, scope: Scope, withTags: boolean): ReadonlyMap<string, CapacityProvider> => {
  const providers = new Map<string, CapacityProvider>();
  for (const name of FARGATE_PROVIDERS) providers.set(name, fargateProviderView(scope, name));
  for (const row of state.table(capacityProviderTable).by("scope", `${scope.accountId}/${scope.region}`)) {
    providers.set(row.name, capacityProviderView(row, withTags));
  }
  return providers;
};

/**
 * DescribeCapacityProviders: those that are named, or all of them.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeCapacityProviders.html
 */
export const describeCapacityProviders = operation<
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse
>("DescribeCapacityProviders", {
  needs: ({ input, scope, state }) => {
    const references = [...new Set(input.capacityProviders ?? [])];
    const action = "ecs:DescribeCapacityProviders";
    // Asking for all is decided on all.
    if (references.length === 0) return { action, resource: ecsArn(scope, "capacity-provider", "*") };
    return references.map((reference) => capacityProviderNeed(state, scope, action, reference));
  },
  run: ({ input, scope, state }) => {
    const include = requireEachOneOf("include", input.include, ["TAGS"] as const);
    const providers = all(state, scope, include.has("TAGS"));
    const names = input.capacityProviders?.map((reference) => capacityProviderName(scope, reference)) ?? [];
    const failures: Failure[] = [];
    const items: CapacityProvider[] = [];
    const cluster = input.cluster === undefined ? undefined : activeCluster(state, scope, input.cluster).name;
    for (const name of names.length === 0 ? providers.keys() : new Set(names)) {
      const provider = providers.get(name);
      const wanted = cluster === undefined || provider?.cluster === cluster;
      if (provider !== undefined && wanted) items.push(provider);
      else if (names.length > 0) {
        failures.push({ arn: ecsArn(scope, "capacity-provider", name), reason: "MISSING" });
      }
    }
    const result = page({
      items,
      sortKey: ({ name }) => name ?? "",
      maxResults: input.maxResults,
      nextToken: input.nextToken,
      limit: LARGEST_PAGE,
      list: ["DescribeCapacityProviders", scope.accountId, scope.region, cluster, ...names],
    });
    return { capacityProviders: [...result.items], failures, nextToken: result.nextToken };
  },
});
