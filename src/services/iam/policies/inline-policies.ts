import { inlineSizeExceeded, notFound } from "../errors.ts";
import type { InlinePolicy } from "./inline-policy.ts";
import { checkDocument, countedSize } from "./policy-document.ts";

type Holder = { readonly name: string; readonly inlinePolicies: readonly InlinePolicy[] };

/** What limits the inline policies of a kind of principal: characters in all, and its noun for the error. */
export type InlineLimit = { readonly noun: "user" | "group" | "role"; readonly limit: number };

/**
 * `holder` with an inline policy put in, in place of one of that name.
 * Throws MalformedPolicyDocument, and LimitExceeded for the size of all of them together.
 */
export const withInlinePolicy = <Row extends Holder>(
  holder: Row,
  policy: InlinePolicy,
  { noun, limit }: InlineLimit,
): Row => {
  checkDocument(policy.document, "inline");
  const others = holder.inlinePolicies.filter(({ name }) => name !== policy.name);
  const size = [...others, policy].reduce((sum, { document }) => sum + countedSize(document), 0);
  if (size > limit) throw inlineSizeExceeded(limit, noun, holder.name);
  const replaced = holder.inlinePolicies.length > others.length;
  const inlinePolicies = replaced
    ? holder.inlinePolicies.map((old) => (old.name === policy.name ? policy : old))
    : [...others, policy];
  return { ...holder, inlinePolicies };
};

/** An inline policy of a holder. Throws NoSuchEntity. */
export const requireInlinePolicy = (
  holder: Holder,
  policyName: string,
  noun: InlineLimit["noun"],
): InlinePolicy => {
  const found = holder.inlinePolicies.find(({ name }) => name === policyName);
  if (found === undefined) throw notFound(`${noun} policy`, policyName);
  return found;
};

/** `holder` without an inline policy. Throws NoSuchEntity. */
export const withoutInlinePolicy = <Row extends Holder>(
  holder: Row,
  policyName: string,
  noun: InlineLimit["noun"],
): Row => {
  const gone = requireInlinePolicy(holder, policyName, noun);
  return { ...holder, inlinePolicies: holder.inlinePolicies.filter((policy) => policy !== gone) };
};
