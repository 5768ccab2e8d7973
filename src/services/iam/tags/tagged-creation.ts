import type { Need } from "../../../operation/index.ts";
import { tagRecord } from "./tag-list.ts";

/**
 * The needs of creating something: with tags in the request, the permission to tag it as well.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
 */
export const taggedCreation = (
  creation: Need,
  tagAction: string,
  tags: Parameters<typeof tagRecord>[0],
): readonly Need[] => {
  if (tags === undefined || tags.length === 0) return [creation];
  const requestTags = tagRecord(tags);
  return [
    { ...creation, requestTags },
    { action: tagAction, resource: creation.resource, requestTags },
  ];
};
