import type { UntagResourceRequest, UntagResourceResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { requireTagKey } from "../tag-values.ts";
import { replaceTags, requireTagged, taggableResource } from "./taggable-resource.ts";

/**
 * UntagResource. Keys that the resource does not have are no mistake.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UntagResource.html
 */
export const untagResource = operation<UntagResourceRequest, UntagResourceResponse>("UntagResource", {
  needs: ({ input, scope, state }) => {
    const { arn, tags } = taggableResource(state, scope, input.resourceArn);
    return {
      action: "ecs:UntagResource",
      resource: arn,
      context: { "aws:TagKeys": input.tagKeys ?? [] },
      ...resourceTagsOf(tags === undefined ? undefined : { tags }),
    };
  },
  run: ({ input, scope, state }) => {
    const resource = taggableResource(state, scope, input.resourceArn);
    const before = requireTagged(state, resource);
    const keys = new Set((input.tagKeys ?? []).map(requireTagKey));
    replaceTags(
      state,
      resource,
      before.filter(({ key }) => !keys.has(key ?? "")),
    );
    return {};
  },
});
