import { deflateRawSync } from "node:zlib";
import type { Reader } from "../../state/index.ts";
import { checkDocument, findManagedPolicy } from "../iam/index.ts";
import { packedPolicyTooLarge, validationError } from "./errors.ts";

/** The session policies of a request. */
export type SessionPolicies = {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined;
};

/** What a request's session policies and tags may come to when packed, in bytes. AWS does not publish its own. */
const PACKED_LIMIT = 2048;

/**
 * Checks session policies and answers them as session facts. Throws MalformedPolicyDocument, and ValidationError
 * for a managed policy that the account does not have.
 */
export const checkedSessionPolicies = (
  state: Reader,
  accountId: string,
  { Policy, PolicyArns }: SessionPolicies,
): { readonly policy?: string; readonly policyArns?: readonly string[] } => {
  if (Policy !== undefined) checkDocument(Policy, "session");
  const arns = (PolicyArns ?? []).map(({ arn }) => arn ?? "");
  for (const arn of arns) {
    const owner = arn.split(":")[4];
    if ((owner !== "aws" && owner !== accountId) || findManagedPolicy(state, arn) === undefined) {
      throw validationError(`Policy ${arn} does not exist or is not attachable.`);
    }
  }
  return {
    ...(Policy === undefined ? {} : { policy: Policy }),
    ...(arns.length === 0 ? {} : { policyArns: arns }),
  };
};

/**
 * How much of the allotted space session policies and tags take, in percent. Throws PackedPolicyTooLarge.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (STS session limits)
 */
export const packedPolicySize = (content: readonly unknown[]): number => {
  const packed = deflateRawSync(JSON.stringify(content)).length;
  const percent = Math.ceil((packed * 100) / PACKED_LIMIT);
  if (percent > 100) {
    throw packedPolicyTooLarge(`Packed size of session tags consumes ${percent}% of allotted space.`);
  }
  return percent;
};
