import type { DeleteGroupRequest } from "@aws-sdk/client-iam";
import { deleteConflict } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { userTable } from "../users/table.ts";
import { onGroup, requireGroup } from "./find-group.ts";
import { groupTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export const deleteGroup = iamOperation<DeleteGroupRequest>("DeleteGroup", {
  needs: onGroup,
  run: ({ input, state, scope }) => {
    const group = requireGroup(state, scope, input.GroupName);
    if (group.inlinePolicies.length > 0) {
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    }
    if (group.attachedPolicyArns.length > 0) {
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (state.table(userTable).countBy("group", group.id) > 0) {
      throw deleteConflict("Cannot delete entity, must remove users from group first.");
    }
    state.table(groupTable).delete(group.id);
  },
});
