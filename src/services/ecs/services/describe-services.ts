import type { DescribeServicesRequest, DescribeServicesResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { activeCluster } from "../cluster-reference.ts";
import { requireEachOneOf } from "../enumeration.ts";
import { invalidParameter } from "../errors.ts";
import { serviceNeed } from "./known-service.ts";
import { serviceArn } from "./service-reference.ts";
import { serviceView } from "./service-view.ts";
import { serviceTable } from "./table.ts";

const MOST = 10;

const referencesOf = (input: DescribeServicesRequest): readonly string[] => {
  const references = input.services ?? [];
  if (references.length === 0) throw invalidParameter("Services cannot be empty.");
  if (references.length > MOST) throw invalidParameter(`Services can have at most ${MOST} items.`);
  return references;
};

/**
 * DescribeServices. What is not there comes back as a failure.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
 */
export const describeServices = operation<DescribeServicesRequest, DescribeServicesResponse>(
  "DescribeServices",
  {
    needs: ({ input, scope, state }) =>
      referencesOf(input).map((service) =>
        serviceNeed(state, scope, "ecs:DescribeServices", { cluster: input.cluster, service }),
      ),
    run: ({ input, scope, state }) => {
      const include = requireEachOneOf("include", input.include, ["TAGS"] as const);
      const cluster = activeCluster(state, scope, input.cluster);
      const output: Required<DescribeServicesResponse> = { services: [], failures: [] };
      for (const arn of new Set(referencesOf(input).map((one) => serviceArn(scope, cluster.arn, one)))) {
        const row = state.table(serviceTable).get(arn);
        if (row === undefined) output.failures?.push({ arn, reason: "MISSING" });
        else output.services?.push(serviceView(state, row, { tags: include.has("TAGS") }));
      }
      return output;
    },
  },
);
