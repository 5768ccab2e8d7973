import { invalidInput, limitExceeded } from "../errors.ts";

/** A tag as rows keep it. */
export type StoredTag = { readonly Key: string; readonly Value: string };

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAXIMUM_TAGS = 50;

/**
 * Checks the tags of a request and answers them as rows keep them.
 * Tag keys of IAM differ in more than letter case, and `aws:` is reserved.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
 */
export const checkedTags = (
  tags: readonly { readonly Key: string; readonly Value: string }[] | undefined,
): readonly StoredTag[] => {
  const seen = new Set<string>();
  return (tags ?? []).map(({ Key, Value }) => {
    const key = Key.toLowerCase();
    if (seen.has(key))
      throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    if (key.startsWith("aws:"))
      throw invalidInput("Tag keys beginning with aws: are reserved for system use.");
    seen.add(key);
    return { Key, Value };
  });
};

/** `tags` with `more` on top; a key that is there, in whatever letter case, takes the new key and value. */
export const withTags = (
  tags: readonly StoredTag[],
  more: Parameters<typeof checkedTags>[0],
  noun: string,
): readonly StoredTag[] => {
  const merged = new Map(tags.map((tag) => [tag.Key.toLowerCase(), tag]));
  for (const tag of checkedTags(more)) merged.set(tag.Key.toLowerCase(), tag);
  if (merged.size > MAXIMUM_TAGS) throw limitExceeded(`TagsPer${noun}`, MAXIMUM_TAGS);
  return [...merged.values()];
};

/** `tags` without those of the given keys. */
export const withoutTags = (tags: readonly StoredTag[], keys: readonly string[]): readonly StoredTag[] => {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return tags.filter((tag) => !gone.has(tag.Key.toLowerCase()));
};

/** Tags as condition keys are made of them. */
export const tagRecord = (
  tags: readonly { readonly Key?: string; readonly Value?: string }[] | undefined,
): Readonly<Record<string, string>> =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
