import type { DeleteUserRequest } from "@aws-sdk/client-iam";
import { accessKeyTable } from "../access-keys/table.ts";
import { deleteConflict } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onUser, requireUser } from "./find-user.ts";
import { userTable } from "./table.ts";

/**
 * A user goes only when nothing hangs on it any more.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUser.html
 */
export const deleteUser = iamOperation<DeleteUserRequest>("DeleteUser", {
  needs: onUser,
  run: ({ input, state, scope }) => {
    const user = requireUser(state, scope, input.UserName);
    if (user.inlinePolicies.length > 0) {
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    }
    if (user.attachedPolicyArns.length > 0) {
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (state.table(accessKeyTable).countBy("owner", user.id) > 0) {
      throw deleteConflict("Cannot delete entity, must delete access keys first.");
    }
    if (user.groupIds.length > 0) {
      throw deleteConflict("Cannot delete entity, must remove users from group first.");
    }
    state.table(userTable).delete(user.id);
  },
});
