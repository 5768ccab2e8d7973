import { invalidParameterValue, resourceNotFound } from "../errors.ts";

/** A resource may have 50 tags of its owner's. */
export const TAG_LIMIT = 50;

/**
 * Refuses tags that EC2 does not take: reserved keys, keys over 127 and values over 255 characters, too many.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
 */
export const checkTags = (tags: Readonly<Record<string, string>>): void => {
  for (const [key, value] of Object.entries(tags)) {
    if (key === "") throw invalidParameterValue("Tag keys cannot be empty.");
    if (key.toLowerCase().startsWith("aws:")) {
      throw invalidParameterValue(
        `Tag keys starting with 'aws:' are reserved for internal use. ${key} is not a valid tag key.`,
      );
    }
    if (key.length > 127) {
      throw invalidParameterValue(`Tag key exceeds the maximum length of 127 characters: ${key}`);
    }
    if (value.length > 255) {
      throw invalidParameterValue(`Tag value exceeds the maximum length of 255 characters: ${value}`);
    }
  }
  if (Object.keys(tags).length > TAG_LIMIT) {
    throw tooManyTags();
  }
};

/** The error for more tags than a resource can have. */
export const tooManyTags = (): Error =>
  resourceNotFound(
    "TagLimitExceeded",
    `The maximum number of tags (${TAG_LIMIT}) for a resource has been exceeded.`,
  );
