import type { AttachedPolicy } from "@aws-sdk/client-iam";
import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { limitExceeded, policyNotFound } from "../errors.ts";
import { type Page, type PageRequest, paged } from "../paging.ts";
import { attachablePolicy, findManagedPolicy } from "./managed-policy.ts";

type Holder = { readonly attachedPolicyArns: readonly string[] };

/** `holder` with a policy attached; attaching twice changes nothing. Throws NoSuchEntity and LimitExceeded. */
export const withAttachment = <Row extends Holder>(
  state: Reader,
  scope: Scope,
  holder: Row,
  arn: string,
  quota: { readonly name: string; readonly limit: number },
): Row => {
  attachablePolicy(state, scope, arn);
  if (holder.attachedPolicyArns.includes(arn)) return holder;
  if (holder.attachedPolicyArns.length >= quota.limit) throw limitExceeded(quota.name, quota.limit);
  return { ...holder, attachedPolicyArns: [...holder.attachedPolicyArns, arn] };
};

/** `holder` without an attached policy. Throws NoSuchEntity when it is not attached. */
export const withoutAttachment = <Row extends Holder>(holder: Row, arn: string): Row => {
  if (!holder.attachedPolicyArns.includes(arn)) throw policyNotFound(arn);
  return { ...holder, attachedPolicyArns: holder.attachedPolicyArns.filter((attached) => attached !== arn) };
};

/** The attached policies of a holder as answers list them. */
export const attachedPolicies = (state: Reader, holder: Holder): readonly AttachedPolicy[] =>
  holder.attachedPolicyArns.map((arn) => ({
    PolicyName: findManagedPolicy(state, arn)?.name ?? arn.slice(arn.lastIndexOf("/") + 1),
    PolicyArn: arn,
  }));

/** One page of {@link attachedPolicies}, those whose path begins with `PathPrefix`. */
export const attachedPolicyPage = (
  state: Reader,
  holder: Holder,
  request: PageRequest & { readonly PathPrefix?: string | undefined },
): Page<AttachedPolicy> => {
  const { PathPrefix = "/" } = request;
  const wanted = attachedPolicies(state, {
    attachedPolicyArns: holder.attachedPolicyArns.filter((arn) =>
      findManagedPolicy(state, arn)?.path.startsWith(PathPrefix),
    ),
  });
  return paged(wanted, request, (policy) => policy.PolicyArn ?? "");
};
