import { defineTable } from "../../../state/index.ts";
import type { InlinePolicy } from "../policies/inline-policy.ts";
import type { StoredTag } from "../tags/tag-list.ts";

/** A principal that a trust policy names, and who that was when the policy was written. */
export type TrustedPrincipal = { readonly arn: string; readonly id: string };

/** An IAM role. */
export type RoleRow = {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** The trust policy as written. */
  readonly trustPolicy: string;
  readonly trustedPrincipals: readonly TrustedPrincipal[];
  readonly boundaryArn?: string;
  /** The service a service-linked role belongs to, such as `ecs.amazonaws.com`. */
  readonly linkedService?: string;
  readonly tags: readonly StoredTag[];
  readonly attachedPolicyArns: readonly string[];
  readonly inlinePolicies: readonly InlinePolicy[];
};

/** `name` is `account/name` in lower case; `policy` and `boundary` are `account/policy ARN`. */
export const roleTable = defineTable<RoleRow>()({
  name: "iam.roles",
  key: (row) => row.id,
  indexes: {
    name: (row) => `${row.accountId}/${row.name.toLowerCase()}`,
    account: (row) => row.accountId,
    arn: (row) => row.arn,
    policy: (row) => row.attachedPolicyArns.map((arn) => `${row.accountId}/${arn}`),
    boundary: (row) => (row.boundaryArn === undefined ? undefined : `${row.accountId}/${row.boundaryArn}`),
  },
});
