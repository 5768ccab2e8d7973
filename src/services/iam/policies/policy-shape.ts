import type { Policy } from "@aws-sdk/client-iam";
import type { Reader } from "../../../state/index.ts";
import type { Given } from "../given.ts";
import { groupTable } from "../groups/table.ts";
import { wireDate } from "../moments.ts";
import { roleTable } from "../roles/table.ts";
import { userTable } from "../users/table.ts";
import type { AwsManagedPolicy } from "./aws-managed.ts";
import type { PolicyRow } from "./table.ts";

/** How many principals of an account have a policy attached. */
export const attachmentCount = (state: Reader, accountId: string, arn: string): number => {
  const key = `${accountId}/${arn}`;
  return (
    state.table(userTable).countBy("policy", key) +
    state.table(groupTable).countBy("policy", key) +
    state.table(roleTable).countBy("policy", key)
  );
};

/** How many principals of an account have a policy as their boundary. */
export const boundaryCount = (state: Reader, accountId: string, arn: string): number => {
  const key = `${accountId}/${arn}`;
  return state.table(userTable).countBy("boundary", key) + state.table(roleTable).countBy("boundary", key);
};

const counts = (state: Reader, accountId: string, arn: string) => ({
  AttachmentCount: attachmentCount(state, accountId, arn),
  PermissionsBoundaryUsageCount: boundaryCount(state, accountId, arn),
  IsAttachable: true,
});

/** A customer's policy as lists show it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html */
export const listedPolicy = (state: Reader, row: PolicyRow): Given<Policy> => ({
  PolicyName: row.name,
  PolicyId: row.id,
  Arn: row.arn,
  Path: row.path,
  DefaultVersionId: row.defaultVersionId,
  ...counts(state, row.accountId, row.arn),
  CreateDate: wireDate(row.createdAt),
  UpdateDate: wireDate(row.updatedAt),
});

/** A customer's policy with its description and tags, as GetPolicy shows it. */
export const wholePolicy = (state: Reader, row: PolicyRow): Given<Policy> => ({
  ...createdPolicy(state, row),
  ...(row.description === undefined ? {} : { Description: row.description }),
});

/** A customer's policy as CreatePolicy shows it. */
export const createdPolicy = (state: Reader, row: PolicyRow): Given<Policy> => ({
  ...listedPolicy(state, row),
  ...(row.tags.length === 0 ? {} : { Tags: row.tags }),
});

/** A policy of AWS's as an account sees it; `arn` with the account's own partition. */
export const awsPolicy = (
  state: Reader,
  accountId: string,
  policy: AwsManagedPolicy,
  arn: string,
): Given<Policy> => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: arn,
  Path: policy.path,
  DefaultVersionId: policy.versionId,
  ...counts(state, accountId, arn),
  CreateDate: wireDate(policy.createdAt),
  UpdateDate: wireDate(policy.updatedAt),
});
