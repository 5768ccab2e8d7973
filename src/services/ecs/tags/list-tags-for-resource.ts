import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from "@aws-sdk/client-ecs";
import { operation } from "../../../operation/index.ts";
import { resourceTagsOf } from "../authorization-context.ts";
import { requireTagged, taggableResource } from "./taggable-resource.ts";

/**
 * ListTagsForResource.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTagsForResource.html
 */
export const listTagsForResource = operation<ListTagsForResourceRequest, ListTagsForResourceResponse>(
  "ListTagsForResource",
  {
    needs: ({ input, scope, state }) => {
      const { arn, tags } = taggableResource(state, scope, input.resourceArn);
      return {
        action: "ecs:ListTagsForResource",
        resource: arn,
        ...resourceTagsOf(tags === undefined ? undefined : { tags }),
      };
    },
    run: ({ input, scope, state }) => {
      const resource = taggableResource(state, scope, input.resourceArn);
      return { tags: [...requireTagged(state, resource)] };
    },
  },
);
