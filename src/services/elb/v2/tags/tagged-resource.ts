import type { Scope } from "../../../../arn.ts";
import type { AwsError, Need } from "../../../../operation/index.ts";
import type { Reader } from "../../../../state/index.ts";
import { type Noun, nounOf } from "../arns.ts";
import {
  listenersNotFound,
  loadBalancersNotFound,
  rulesNotFound,
  targetGroupsNotFound,
  trustStoresNotFound,
  validationError,
} from "../errors.ts";
import { tagsOf } from "./tags-of.ts";

const NOT_FOUND: Readonly<Record<Noun, () => AwsError>> = {
  "load balancer": loadBalancersNotFound,
  listener: listenersNotFound,
  "listener rule": rulesNotFound,
  "target group": targetGroupsNotFound,
  "trust store": trustStoresNotFound,
};

/** The most resources that one call may name. */
const MOST_RESOURCES = 20;

const checkedNoun = (scope: Scope, arn: string): Noun => {
  const noun = nounOf(scope, arn);
  if (noun === undefined) throw validationError(`'${arn}' is not a valid ARN`);
  return noun;
};

/**
 * The needs of an action on each resource that a call about tags names.
 *
 * @throws AwsError ValidationError for ARNs that name nothing of load balancing here, and for too many or none
 */
export const tagNeeds = (
  { state, scope }: { readonly state: Reader; readonly scope: Scope },
  arns: readonly string[],
  need: Omit<Need, "resource">,
): readonly Need[] => {
  if (arns.length === 0) throw validationError("At least one resource ARN must be specified");
  if (arns.length > MOST_RESOURCES)
    throw validationError(`The maximum number of resources that can be specified is '${MOST_RESOURCES}'`);
  return arns.map((resource) => {
    checkedNoun(scope, resource);
    const tags = tagsOf(state, resource);
    return { ...need, resource, ...(tags === undefined ? {} : { resourceTags: tags }) };
  });
};

/**
 * The tags of a resource.
 *
 * @throws AwsError ValidationError, and the error of its kind when it is not there
 */
export const requireTags = (state: Reader, scope: Scope, arn: string): Readonly<Record<string, string>> => {
  const noun = checkedNoun(scope, arn);
  const tags = tagsOf(state, arn);
  if (tags === undefined) throw NOT_FOUND[noun]();
  return tags;
};
