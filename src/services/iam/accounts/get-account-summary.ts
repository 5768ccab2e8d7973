import type { GetAccountSummaryResponse } from "@aws-sdk/client-iam";
import { accessKeyTable } from "../access-keys/table.ts";
import { groupTable } from "../groups/table.ts";
import { iamOperation } from "../iam-operation.ts";
import { instanceProfileTable } from "../instance-profiles/table.ts";
import { onAccount } from "../on-account.ts";
import { policyTable } from "../policies/table.ts";
import { QUOTAS } from "../quotas.ts";
import { roleTable } from "../roles/table.ts";
import { serverCertificateTable } from "../server-certificates/table.ts";
import { userTable } from "../users/table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html */
export const getAccountSummary = iamOperation<object, GetAccountSummaryResponse>("GetAccountSummary", {
  needs: onAccount,
  run: ({ state, scope }) => {
    const { accountId } = scope;
    const policies = [...state.table(policyTable).by("account", accountId)];
    return {
      SummaryMap: {
        Users: state.table(userTable).countBy("account", accountId),
        UsersQuota: QUOTAS.UsersPerAccount,
        Groups: state.table(groupTable).countBy("account", accountId),
        GroupsQuota: QUOTAS.GroupsPerAccount,
        Roles: state.table(roleTable).countBy("account", accountId),
        RolesQuota: QUOTAS.RolesPerAccount,
        InstanceProfiles: state.table(instanceProfileTable).countBy("account", accountId),
        InstanceProfilesQuota: QUOTAS.InstanceProfilesPerAccount,
        Policies: policies.length,
        PoliciesQuota: QUOTAS.PoliciesPerAccount,
        PolicyVersionsInUse: policies.reduce((sum, policy) => sum + policy.versions.length, 0),
        PolicyVersionsInUseQuota: 10_000,
        VersionsPerPolicyQuota: QUOTAS.VersionsPerPolicy,
        PolicySizeQuota: QUOTAS.PolicySize,
        UserPolicySizeQuota: QUOTAS.UserPolicySize,
        GroupPolicySizeQuota: QUOTAS.GroupPolicySize,
        RolePolicySizeQuota: QUOTAS.RolePolicySize,
        AssumeRolePolicySizeQuota: 2048,
        AttachedPoliciesPerUserQuota: QUOTAS.PoliciesPerUser,
        AttachedPoliciesPerGroupQuota: QUOTAS.PoliciesPerGroup,
        AttachedPoliciesPerRoleQuota: QUOTAS.PoliciesPerRole,
        GroupsPerUserQuota: QUOTAS.GroupsPerUser,
        AccessKeysPerUserQuota: QUOTAS.AccessKeysPerUser,
        AccountAccessKeysPresent: state.table(accessKeyTable).countBy("owner", accountId) > 0 ? 1 : 0,
        AccountMFAEnabled: 0,
        AccountPasswordPresent: 0,
        AccountSigningCertificatesPresent: 0,
        MFADevices: 0,
        MFADevicesInUse: 0,
        Providers: 0,
        ServerCertificates: state.table(serverCertificateTable).countBy("account", accountId),
        ServerCertificatesQuota: QUOTAS.ServerCertificatesPerAccount,
        SigningCertificatesPerUserQuota: 2,
        GlobalEndpointTokenVersion: 1,
      },
    };
  },
});
