import type { DescribeClustersRequest, DescribeClustersResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { clusterNeed } from "../authorization-context.ts";
import { clusterArn } from "../cluster-reference.ts";
import { requireEachOneOf } from "../enumeration.ts";
import { invalidParameter } from "../errors.ts";
import { clusterView } from "./cluster-view.ts";
import { isForgotten } from "./forget-clusters.ts";
import { clusterTable } from "./table.ts";

const FIELDS = ["ATTACHMENTS", "CONFIGURATIONS", "SETTINGS", "STATISTICS", "TAGS"] as const;

const LIMIT = 100;

/** The references asked for, each once; the default cluster when there are none. */
const referencesOf = (input: DescribeClustersRequest): readonly string[] => {
  const references = input.clusters ?? [];
  if (references.some((reference) => reference.trim() === "")) {
    throw invalidParameter("Clusters can not be blank.");
  }
  if (references.length > LIMIT) {
    throw invalidParameter(`Clusters can have at most ${LIMIT} items.`);
  }
  return references.length === 0 ? ["default"] : [...new Set(references)];
};

/**
 * DescribeClusters. What is not there comes back as a failure.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeClusters.html
 */
export const describeClusters = operation<DescribeClustersRequest, DescribeClustersResponse>(
  "DescribeClusters",
  {
    needs: ({ input, scope, state }) =>
      referencesOf(input).map((reference) => clusterNeed(state, scope, "ecs:DescribeClusters", reference)),
    run: ({ input, scope, state, world }) => {
      const include = requireEachOneOf("include", input.include, FIELDS);
      const arns = new Set(referencesOf(input).map((reference) => clusterArn(scope, reference)));
      const output: Required<DescribeClustersResponse> = { clusters: [], failures: [] };
      for (const arn of arns) {
        const row = state.table(clusterTable).get(arn);
        if (row === undefined || isForgotten(row, world.now())) {
          output.failures?.push({ arn, reason: "MISSING" });
        } else {
          output.clusters?.push(clusterView(state, row, include));
        }
      }
      return output;
    },
  },
);
