import type { DescribeServicesRequest, DescribeServicesResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { activeCluster, clusterArn } from "../cluster-reference.ts";
import { requireEachOneOf } from "../enumeration.ts";
import { invalidParameter } from "../errors.ts";
import { serviceArn } from "./service-reference.ts";

const MOST = 10;

const referencesOf = (input: DescribeServicesRequest): readonly string[] => {
  const references = input.services ?? [];
  if (references.length === 0) throw invalidParameter("Services cannot be empty.");
  if (references.length > MOST) throw invalidParameter(`Services can have at most ${MOST} items.`);
  return references;
};

/**
 * DescribeServices. There are no services: nothing makes one yet, so whatever is asked for is MISSING.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html
 */
export const describeServices = operation<DescribeServicesRequest, DescribeServicesResponse>(
  "DescribeServices",
  {
    needs: ({ input, scope }) => {
      const cluster = clusterArn(scope, input.cluster);
      return referencesOf(input).map((reference) => ({
        action: "ecs:DescribeServices",
        resource: serviceArn(scope, cluster, reference),
        context: { "ecs:cluster": cluster },
      }));
    },
    run: ({ input, scope, state }) => {
      requireEachOneOf("include", input.include, ["TAGS"] as const);
      const { arn } = activeCluster(state, scope, input.cluster);
      return {
        services: [],
        failures: referencesOf(input).map((reference) => ({
          arn: serviceArn(scope, arn, reference),
          reason: "MISSING",
        })),
      };
    },
  },
);
