import type { GroupDetail, PolicyDetail, RoleDetail, UserDetail } from "@aws-sdk/client-iam";
import type { Reader } from "../../../state/index.ts";
import type { Given } from "../given.ts";
import { wireGroup } from "../groups/group-shape.ts";
import { type GroupRow, groupTable } from "../groups/table.ts";
import { wholeInstanceProfile } from "../instance-profiles/instance-profile-shape.ts";
import { instanceProfileTable } from "../instance-profiles/table.ts";
import { attachedPolicies } from "../policies/attachments.ts";
import type { InlinePolicy } from "../policies/inline-policy.ts";
import { encodedDocument } from "../policies/policy-document.ts";
import { createdRole, roleLastUsed } from "../roles/role-shape.ts";
import type { RoleRow } from "../roles/table.ts";
import type { UserRow } from "../users/table.ts";
import { wholeUser } from "../users/user-shape.ts";

const inlineDetails = (policies: readonly InlinePolicy[]): readonly PolicyDetail[] =>
  policies.map(({ name, document }) => ({ PolicyName: name, PolicyDocument: encodedDocument(document) }));

/** A user with everything that decides what it may do. https://docs.aws.amazon.com/IAM/latest/APIReference/API_UserDetail.html */
export const userDetail = (state: Reader, row: UserRow): Given<UserDetail> => ({
  ...wholeUser(row),
  UserPolicyList: inlineDetails(row.inlinePolicies),
  GroupList: row.groupIds.flatMap((id) => state.table(groupTable).get(id)?.name ?? []),
  AttachedManagedPolicies: attachedPolicies(state, row),
});

/** A group with its policies. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GroupDetail.html */
export const groupDetail = (state: Reader, row: GroupRow): Given<GroupDetail> => ({
  ...wireGroup(row),
  GroupPolicyList: inlineDetails(row.inlinePolicies),
  AttachedManagedPolicies: attachedPolicies(state, row),
});

/** A role with its policies and instance profiles. https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html */
export const roleDetail = (state: Reader, row: RoleRow): Given<RoleDetail> => {
  const { Description: _left, ...role } = createdRole(state, row);
  return {
    ...role,
    InstanceProfileList: Array.from(state.table(instanceProfileTable).by("role", row.id), (profile) =>
      wholeInstanceProfile(state, profile),
    ),
    RolePolicyList: inlineDetails(row.inlinePolicies),
    AttachedManagedPolicies: attachedPolicies(state, row),
    RoleLastUsed: roleLastUsed(row.id),
  };
};
