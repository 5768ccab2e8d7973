import type { DescribeTagsInput, DescribeTagsOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { validationError } from "../errors.ts";
import { onEverything } from "../needs.ts";
import { tagList } from "./tag-list.ts";
import { requireTags } from "./tagged-resource.ts";

/** The most resources that one call may name. */
const MOST_RESOURCES = 20;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
export const describeTags = elbOperation<DescribeTagsInput, DescribeTagsOutput>("DescribeTags", {
  needs: onEverything,
  run: ({ input, scope, state }) => {
    if (input.ResourceArns.length > MOST_RESOURCES)
      throw validationError(`The maximum number of resources that can be specified is '${MOST_RESOURCES}'`);
    return {
      TagDescriptions: input.ResourceArns.map((ResourceArn) => ({
        ResourceArn,
        Tags: tagList(requireTags(state, scope, ResourceArn)),
      })),
    };
  },
});
