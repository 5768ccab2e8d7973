import type { DeleteInstanceProfileRequest } from "@aws-sdk/client-iam";
import { deleteConflict } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onInstanceProfile, requireInstanceProfile } from "./find-instance-profile.ts";
import { instanceProfileTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteInstanceProfile.html */
export const deleteInstanceProfile = iamOperation<DeleteInstanceProfileRequest>("DeleteInstanceProfile", {
  needs: onInstanceProfile,
  run: ({ input, state, scope }) => {
    const profile = requireInstanceProfile(state, scope, input.InstanceProfileName);
    if (profile.roleId !== undefined) {
      throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    }
    state.table(instanceProfileTable).delete(profile.id);
  },
});
