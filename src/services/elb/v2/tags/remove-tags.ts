import type { RemoveTagsInput, RemoveTagsOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { requireTags, tagNeeds } from "./tagged-resource.ts";
import { putTags } from "./tags-of.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RemoveTags.html */
export const removeTags = elbOperation<RemoveTagsInput, RemoveTagsOutput>("RemoveTags", {
  needs: (context, action) =>
    tagNeeds(context, context.input.ResourceArns, {
      action,
      context: { "aws:TagKeys": context.input.TagKeys },
    }),
  run: ({ input, scope, state }) => {
    const gone = new Set(input.TagKeys);
    for (const arn of input.ResourceArns) {
      const kept = Object.entries(requireTags(state, scope, arn)).filter(([key]) => !gone.has(key));
      putTags(state, arn, Object.fromEntries(kept));
    }
    return {};
  },
});
