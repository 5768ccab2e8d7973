import type { CreateUserRequest, CreateUserResponse } from "@aws-sdk/client-iam";
import { iamArn } from "../../../arn.ts";
import { uniqueId } from "../../../ids.ts";
import { alreadyExists, limitExceeded } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { checkBoundary } from "../policies/boundary.ts";
import { QUOTAS } from "../quotas.ts";
import { withTags } from "../tags/tag-list.ts";
import { taggedCreation } from "../tags/tagged-creation.ts";
import { findUser } from "./find-user.ts";
import { type UserRow, userTable } from "./table.ts";
import { wholeUser } from "./user-shape.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html */
export const createUser = iamOperation<CreateUserRequest, CreateUserResponse>("CreateUser", {
  needs: ({ input, scope }, action) =>
    taggedCreation(
      {
        action,
        resource: iamArn(scope, `user${input.Path ?? "/"}${input.UserName}`),
        context: { "iam:PermissionsBoundary": input.PermissionsBoundary },
      },
      "iam:TagUser",
      input.Tags,
    ),
  run: ({ input, state, scope, world }) => {
    const { accountId } = scope;
    const users = state.table(userTable);
    const path = input.Path ?? "/";
    if (findUser(state, accountId, input.UserName) !== undefined) throw alreadyExists("User", input.UserName);
    if (users.countBy("account", accountId) >= QUOTAS.UsersPerAccount) {
      throw limitExceeded("UsersPerAccount", QUOTAS.UsersPerAccount);
    }
    const boundary = input.PermissionsBoundary;
    const user: UserRow = {
      id: uniqueId(world, "AIDA"),
      accountId,
      name: input.UserName,
      path,
      arn: iamArn(scope, `user${path}${input.UserName}`),
      createdAt: world.now(),
      ...(boundary === undefined ? {} : { boundaryArn: checkBoundary(state, scope, boundary) }),
      tags: withTags([], input.Tags, "User"),
      groupIds: [],
      attachedPolicyArns: [],
      inlinePolicies: [],
    };
    users.put(user);
    return { User: wholeUser(user) };
  },
});
