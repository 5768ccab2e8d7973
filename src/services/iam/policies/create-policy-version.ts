import type { CreatePolicyVersionRequest, CreatePolicyVersionResponse } from "@aws-sdk/client-iam";
import { tooManyVersions } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { QUOTAS } from "../quotas.ts";
import { checkManagedDocument } from "./checked-document.ts";
import { onPolicy } from "./find-policy.ts";
import { requireOwnPolicy } from "./managed-policy.ts";
import { listedVersion } from "./policy-version-shape.ts";
import { type PolicyRow, policyTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html */
export const createPolicyVersion = iamOperation<CreatePolicyVersionRequest, CreatePolicyVersionResponse>(
  "CreatePolicyVersion",
  {
    needs: onPolicy,
    run: ({ input, state, scope, world }) => {
      const policy = requireOwnPolicy(state, scope, input.PolicyArn);
      checkManagedDocument(input.PolicyDocument);
      if (policy.versions.length >= QUOTAS.VersionsPerPolicy) throw tooManyVersions(QUOTAS.VersionsPerPolicy);
      const now = world.now();
      const version = { id: `v${policy.nextVersion}`, document: input.PolicyDocument, createdAt: now };
      const changed: PolicyRow = {
        ...policy,
        versions: [...policy.versions, version],
        nextVersion: policy.nextVersion + 1,
        defaultVersionId: input.SetAsDefault ? version.id : policy.defaultVersionId,
        updatedAt: now,
      };
      state.table(policyTable).put(changed);
      return { PolicyVersion: listedVersion(version, changed) };
    },
  },
);
