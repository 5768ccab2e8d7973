import type {
  DescribeTagsCommandInput,
  DescribeTagsCommandOutput,
  TagDescription,
} from "@aws-sdk/client-ec2";
import { operation } from "../../../operation/index.ts";
import { everythingNeed } from "../instances/find-instances.ts";
import { refuseDryRun } from "../instances/refuse-dry-run.ts";
import { checkFilters, compileFilters, type FilterValues } from "../query/filters.ts";
import { pageOf } from "../query/pages.ts";
import { resourceTagsTable } from "./table.ts";

const filterValues =
  (tag: TagDescription): FilterValues =>
  (name) => {
    if (name.startsWith("tag:")) return [tag.Key === name.slice(4) ? tag.Value : undefined];
    switch (name) {
      case "key":
        return [tag.Key];
      case "resource-id":
        return [tag.ResourceId];
      case "resource-type":
        return [tag.ResourceType];
      case "value":
        return [tag.Value];
      default:
        return undefined;
    }
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeTags.html */
export const describeTags = operation<DescribeTagsCommandInput, Omit<DescribeTagsCommandOutput, "$metadata">>(
  "DescribeTags",
  {
    needs: ({ scope }) => everythingNeed("ec2:DescribeTags", scope),
    run: ({ input, scope, state }) => {
      refuseDryRun(input);
      checkFilters(input.Filters, filterValues({}));
      const passes = compileFilters(input.Filters);
      const all = [
        ...state.table(resourceTagsTable).by("scope", `${scope.accountId}/${scope.region}`),
      ].flatMap((row) =>
        Object.entries(row.tags).map(
          ([Key, Value]): TagDescription => ({
            Key,
            Value,
            ResourceId: row.resourceId,
            ResourceType: row.resourceType as NonNullable<TagDescription["ResourceType"]>,
          }),
        ),
      );
      const { items, NextToken } = pageOf(
        all.filter((tag) => passes(filterValues(tag))),
        input,
      );
      return { Tags: [...items], ...(NextToken === undefined ? {} : { NextToken }) };
    },
  },
);
