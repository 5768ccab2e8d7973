import type { AddTagsInput, AddTagsOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { requestTagsOf } from "../needs.ts";
import { withTags } from "./tag-list.ts";
import { requireTags, tagNeeds } from "./tagged-resource.ts";
import { putTags } from "./tags-of.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTags.html */
export const addTags = elbOperation<AddTagsInput, AddTagsOutput>("AddTags", {
  needs: (context, action) =>
    tagNeeds(context, context.input.ResourceArns, { action, ...requestTagsOf(context.input.Tags) }),
  run: ({ input, scope, state }) => {
    for (const arn of input.ResourceArns)
      putTags(state, arn, withTags(requireTags(state, scope, arn), input.Tags));
    return {};
  },
});
