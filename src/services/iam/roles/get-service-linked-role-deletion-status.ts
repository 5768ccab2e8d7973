import type {
  GetServiceLinkedRoleDeletionStatusRequest,
  GetServiceLinkedRoleDeletionStatusResponse,
} from "@aws-sdk/client-iam";
import { iamArn } from "../../../arn.ts";
import { deletionTaskNotFound } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { deletionTaskTable } from "./deletion-task-table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLinkedRoleDeletionStatus.html */
export const getServiceLinkedRoleDeletionStatus = iamOperation<
  GetServiceLinkedRoleDeletionStatusRequest,
  GetServiceLinkedRoleDeletionStatusResponse
>("GetServiceLinkedRoleDeletionStatus", {
  needs: ({ input, scope }, action) => {
    // task/aws-service-role/<service>/<role>/<uuid>
    const [, path, service, name] = input.DeletionTaskId.split("/");
    return { action, resource: iamArn(scope, `role/${path ?? ""}/${service ?? ""}/${name ?? ""}`) };
  },
  run: ({ input, state, scope }) => {
    const task = state.table(deletionTaskTable).get(input.DeletionTaskId);
    if (task?.accountId !== scope.accountId) throw deletionTaskNotFound(input.DeletionTaskId);
    return { Status: "SUCCEEDED" as const };
  },
});
