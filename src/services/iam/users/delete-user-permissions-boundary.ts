import type { DeleteUserPermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import { noBoundary } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { onUserWithBoundary, requireUser } from "./find-user.ts";
import { userTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html */
export const deleteUserPermissionsBoundary = iamOperation<DeleteUserPermissionsBoundaryRequest>(
  "DeleteUserPermissionsBoundary",
  {
    needs: onUserWithBoundary,
    run: ({ input, state, scope }) => {
      const { boundaryArn, ...user } = requireUser(state, scope, input.UserName);
      if (boundaryArn === undefined) throw noBoundary("User", user.name);
      state.table(userTable).put(user);
    },
  },
);
