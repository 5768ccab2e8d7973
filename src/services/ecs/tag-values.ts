import type { Tag } from "@aws-sdk/client-ecs";
import { invalidParameter } from "./errors.ts";

const LIMIT = 50;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tag.html */
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Tags as a record, as conditions read them. Without checks, so that `needs` can state what the request
 * carries before `run` judges it.
 */
export const tagsAsRecord = (tags: readonly Tag[] | undefined): Readonly<Record<string, string>> => {
  const record: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const { key, value } of tags ?? []) record[key ?? ""] = value ?? "";
  return record;
};

/**
 * Refuses tags that AWS refuses, and fills in empty values.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html#tag-restrictions
 *
 * @throws AwsError InvalidParameterException
 */
export const requireTags = (tags: readonly Tag[] | undefined): readonly Tag[] => {
  const seen = new Set<string>();
  const checked = (tags ?? []).map(({ key, value }) => {
    const name = requireTagKey(key);
    if (seen.has(name))
      throw invalidParameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    seen.add(name);
    return { key: name, value: requireTagValue(value ?? "") };
  });
  requireTagCount(checked.length);
  return checked;
};

/** Refuses more tags than a resource may have. */
export const requireTagCount = (count: number): void => {
  if (count > LIMIT) throw invalidParameter(`The number of tags exceeds the limit of ${LIMIT}.`);
};

/** Refuses a tag key that cannot be, and those that are kept for AWS. */
export const requireTagKey = (key: string | undefined): string => {
  if (key === undefined || key.length === 0) throw invalidParameter("Tag key can not be blank.");
  if (key.length > 128) throw invalidParameter("Tag key cannot exceed 128 characters in length.");
  if (!CHARACTERS.test(key)) throw invalidParameter("Tag key contains invalid characters.");
  if (key.toLowerCase().startsWith("aws:")) {
    throw invalidParameter("Tag keys starting with 'aws:' are reserved for system use.");
  }
  return key;
};

const requireTagValue = (value: string): string => {
  if (value.length > 256) throw invalidParameter("Tag value cannot exceed 256 characters in length.");
  if (!CHARACTERS.test(value)) throw invalidParameter("Tag value contains invalid characters.");
  if (value.toLowerCase().startsWith("aws:")) {
    throw invalidParameter("Tag values starting with 'aws:' are reserved for system use.");
  }
  return value;
};
