import { validationError } from "../../errors.ts";
import { duplicateTagKeys, tooManyTags } from "../errors.ts";
import { QUOTAS } from "../quotas.ts";

type GivenTag = { readonly Key: string; readonly Value?: string | undefined };

/** Tags as condition keys and rows have them. */
export const tagRecord = (tags: readonly GivenTag[] | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value ?? ""]));

/**
 * `tags` with those of a request on top. Throws DuplicateTagKeys, TooManyTags, and ValidationError for the keys that
 * AWS keeps for itself (text: https://github.com/aws/elastic-load-balancing-tools/issues/6).
 */
export const withTags = (
  tags: Readonly<Record<string, string>>,
  more: readonly GivenTag[] | undefined,
): Readonly<Record<string, string>> => {
  const merged = new Map(Object.entries(tags));
  const seen = new Set<string>();
  for (const { Key, Value } of more ?? []) {
    if (seen.has(Key)) throw duplicateTagKeys();
    if (/^aws:/i.test(Key)) throw validationError(`Tag key '${Key}' cannot start with 'aws:'`);
    seen.add(Key);
    merged.set(Key, Value ?? "");
  }
  if (merged.size > QUOTAS.tags) throw tooManyTags();
  return Object.fromEntries(merged);
};
