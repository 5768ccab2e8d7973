import type { PutUserPermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { checkBoundary } from "../policies/boundary.ts";
import { onUser, requireUser } from "./find-user.ts";
import { userTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html */
export const putUserPermissionsBoundary = iamOperation<PutUserPermissionsBoundaryRequest>(
  "PutUserPermissionsBoundary",
  {
    // The key holds the boundary that is asked for, so that a policy can prescribe it.
    needs: (context, action) => ({
      ...onUser(context, action),
      context: { "iam:PermissionsBoundary": context.input.PermissionsBoundary },
    }),
    run: ({ input, state, scope }) => {
      const user = requireUser(state, scope, input.UserName);
      const boundaryArn = checkBoundary(state, scope, input.PermissionsBoundary);
      state.table(userTable).put({ ...user, boundaryArn });
    },
  },
);
