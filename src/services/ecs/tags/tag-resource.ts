import type { TagResourceRequest, TagResourceResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { requestTagsOf, resourceTagsOf } from "../authorization-context.ts";
import { requireTagCount, requireTags } from "../tag-values.ts";
import { replaceTags, requireTagged, taggableResource } from "./taggable-resource.ts";

/**
 * TagResource: adds tags; one of the same key gets the new value.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TagResource.html
 */
export const tagResource = operation<TagResourceRequest, TagResourceResponse>("TagResource", {
  needs: ({ input, scope, state }) => {
    const { arn, tags } = taggableResource(state, scope, input.resourceArn);
    return {
      action: "ecs:TagResource",
      resource: arn,
      ...requestTagsOf(input.tags),
      ...resourceTagsOf(tags === undefined ? undefined : { tags }),
    };
  },
  run: ({ input, scope, state }) => {
    const resource = taggableResource(state, scope, input.resourceArn);
    const tags = new Map(requireTagged(state, resource).map((tag) => [tag.key, tag]));
    for (const tag of requireTags(input.tags)) tags.set(tag.key, tag);
    requireTagCount(tags.size);
    replaceTags(state, resource, [...tags.values()]);
    return {};
  },
});
