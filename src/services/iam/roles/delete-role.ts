import type { DeleteRoleRequest } from "@aws-sdk/client-iam";
import { deleteConflict } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { instanceProfileTable } from "../instance-profiles/table.ts";
import { onRoleWithBoundary, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

/**
 * A role goes only when nothing hangs on it any more; its sessions end with it.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
 */
export const deleteRole = iamOperation<DeleteRoleRequest>("DeleteRole", {
  needs: onRoleWithBoundary,
  run: ({ input, state, scope }) => {
    const role = requireModifiableRole(state, scope, input.RoleName);
    if (state.table(instanceProfileTable).countBy("role", role.id) > 0) {
      throw deleteConflict("Cannot delete entity, must remove roles from instance profile first.");
    }
    if (role.attachedPolicyArns.length > 0) {
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (role.inlinePolicies.length > 0) {
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    }
    state.table(roleTable).delete(role.id);
  },
});
