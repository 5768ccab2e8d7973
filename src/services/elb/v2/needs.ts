import type { Tag } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Scope } from "../../../arn.ts";
import type { Need } from "../../../operation/index.ts";
import type { Reader } from "../../../state/index.ts";
import { checkedArn, type Noun } from "./arns.ts";
import { tagsOf } from "./tags/tags-of.ts";

/** The need of an action that is decided on no resource, as all that describe are. */
export const onEverything = (_context: unknown, action: string): Need => ({ action, resource: "*" });

/** The need of an action on something that an ARN names, with its tags. */
export const needOn = (
  { state, scope }: { readonly state: Reader; readonly scope: Scope },
  action: string,
  noun: Noun,
  arn: string,
): Need => {
  const resource = checkedArn(scope, noun, arn);
  const tags = tagsOf(state, resource);
  return { action, resource, ...(tags === undefined ? {} : { resourceTags: tags }) };
};

/** Tags as conditions read them; nothing is checked yet. */
export const requestTagsOf = (tags: readonly Tag[] | undefined): Pick<Need, "requestTags"> =>
  tags === undefined || tags.length === 0
    ? {}
    : { requestTags: Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? "", Value ?? ""])) };

/**
 * The needs of creating something on `resource`: with tags in the request, to tag what is made as well, which is
 * decided on `made`.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/security_iam_service-with-iam.html
 */
export const creationNeeds = (
  need: Need,
  createAction: string,
  tags: readonly Tag[] | undefined,
  made = need.resource,
): readonly Need[] => {
  const requestTags = requestTagsOf(tags);
  if (requestTags.requestTags === undefined) return [need];
  return [
    { ...need, ...requestTags },
    {
      action: "elasticloadbalancing:AddTags",
      resource: made,
      context: { "elasticloadbalancing:CreateAction": createAction },
      ...requestTags,
    },
  ];
};
