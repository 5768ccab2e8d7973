import type { CreateGroupRequest, CreateGroupResponse } from "@aws-sdk/client-iam";
import { iamArn } from "../../../arn.ts";
import { uniqueId } from "../../../ids.ts";
import { alreadyExists, limitExceeded } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { QUOTAS } from "../quotas.ts";
import { findGroup } from "./find-group.ts";
import { wireGroup } from "./group-shape.ts";
import { type GroupRow, groupTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export const createGroup = iamOperation<CreateGroupRequest, CreateGroupResponse>("CreateGroup", {
  needs: ({ input, scope }, action) => ({
    action,
    resource: iamArn(scope, `group${input.Path ?? "/"}${input.GroupName}`),
  }),
  run: ({ input, state, scope, world }) => {
    const { accountId } = scope;
    const groups = state.table(groupTable);
    const path = input.Path ?? "/";
    if (findGroup(state, accountId, input.GroupName) !== undefined)
      throw alreadyExists("Group", input.GroupName);
    if (groups.countBy("account", accountId) >= QUOTAS.GroupsPerAccount) {
      throw limitExceeded("GroupsPerAccount", QUOTAS.GroupsPerAccount);
    }
    const group: GroupRow = {
      id: uniqueId(world, "AGPA"),
      accountId,
      name: input.GroupName,
      path,
      arn: iamArn(scope, `group${path}${input.GroupName}`),
      createdAt: world.now(),
      attachedPolicyArns: [],
      inlinePolicies: [],
    };
    groups.put(group);
    return { Group: wireGroup(group) };
  },
});
