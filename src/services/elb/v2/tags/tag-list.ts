import type { Tag } from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError } from "../../../../operation/index.ts";
import { validationError } from "../errors.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-tags.html */
const MOST_TAGS = 50;

/**
 * Checks the tags of a request and answers them as rows keep them, on top of those that are there.
 *
 * @throws AwsError DuplicateTagKeys, TooManyTags, ValidationError
 */
export const withTags = (
  present: Readonly<Record<string, string>>,
  tags: readonly Tag[] | undefined,
): Readonly<Record<string, string>> => {
  const more = new Map<string, string>();
  for (const { Key = "", Value = "" } of tags ?? []) {
    if (more.has(Key))
      throw new AwsError("DuplicateTagKeys", `A tag key was specified more than once: '${Key}'`);
    if (Key.toLowerCase().startsWith("aws:"))
      throw validationError("Tag keys that begin with 'aws:' are reserved for system use");
    more.set(Key, Value);
  }
  const merged = Object.fromEntries([...Object.entries(present), ...more]);
  if (Object.keys(merged).length > MOST_TAGS)
    throw new AwsError("TooManyTags", `The number of tags cannot exceed ${MOST_TAGS}`);
  return merged;
};

/** Tags as the API writes them. */
export const tagList = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
