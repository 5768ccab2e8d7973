import type { Caller, PrincipalTags, SessionFacts } from "../../operation/index.ts";
import { tagRecord } from "../iam/index.ts";
import { invalidParameterValue } from "./errors.ts";

/** The tags of a request for a session. */
export type RequestedTags = {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
  readonly TransitiveTagKeys?: readonly string[] | undefined;
};

const lower = (keys: readonly string[]): ReadonlySet<string> => new Set(keys.map((key) => key.toLowerCase()));

/** The calling session's transitive tags, which the new session inherits. */
export const inheritedTags = ({ session }: Caller): PrincipalTags => {
  const transitive = lower(session?.transitiveTagKeys ?? []);
  const tags = Object.entries(session?.tags ?? {});
  return Object.fromEntries(tags.filter(([key]) => transitive.has(key.toLowerCase())));
};

/**
 * The tags of a new session: those the request passes and those the calling session hands on.
 * Throws InvalidParameterValue for keys that are given twice, for a transitive key without a tag, and for a tag
 * that would override an inherited one. Keys are the same without regard to letter case.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
 */
export const sessionTags = (
  caller: Caller,
  { Tags = [], TransitiveTagKeys = [] }: RequestedTags,
): Pick<SessionFacts, "tags" | "transitiveTagKeys"> => {
  const keys = lower(Tags.map((tag) => tag.Key));
  if (keys.size !== Tags.length) {
    throw invalidParameterValue("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  if (TransitiveTagKeys.some((key) => !keys.has(key.toLowerCase()))) {
    throw invalidParameterValue("The specified transitive tag key must be included in the requested tags.");
  }
  const inherited = inheritedTags(caller);
  if (Object.keys(inherited).some((key) => keys.has(key.toLowerCase()))) {
    throw invalidParameterValue(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const tags = { ...inherited, ...tagRecord(Tags) };
  const transitiveTagKeys = [...Object.keys(inherited), ...TransitiveTagKeys];
  return {
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(transitiveTagKeys.length === 0 ? {} : { transitiveTagKeys }),
  };
};
