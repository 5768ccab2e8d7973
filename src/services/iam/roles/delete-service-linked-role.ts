import type { DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse } from "@aws-sdk/client-iam";
import { invalidInput } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { deletionTaskTable } from "./deletion-task-table.ts";
import { onRole, requireRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

/**
 * Deletes at once; the task that AWS would work on in the background has succeeded when it is asked about.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
 */
export const deleteServiceLinkedRole = iamOperation<
  DeleteServiceLinkedRoleRequest,
  DeleteServiceLinkedRoleResponse
>("DeleteServiceLinkedRole", {
  needs: onRole,
  run: ({ input, state, scope, world }) => {
    const role = requireRole(state, scope, input.RoleName);
    if (role.linkedService === undefined) {
      throw invalidInput(`Role ${role.name} is not a service-linked role.`);
    }
    const id = `task/aws-service-role/${role.linkedService}/${role.name}/${world.uuid()}`;
    state.table(deletionTaskTable).put({ id, accountId: scope.accountId, roleArn: role.arn });
    state.table(roleTable).delete(role.id);
    return { DeletionTaskId: id };
  },
});
