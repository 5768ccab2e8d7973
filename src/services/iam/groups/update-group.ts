import type { UpdateGroupRequest } from "@aws-sdk/client-iam";
import { iamArn, type Scope } from "../../../arn.ts";
import { alreadyExists } from "../errors.ts";
import { iamOperation } from "../iam-operation.ts";
import { findGroup, onGroup, requireGroup } from "./find-group.ts";
import { type GroupRow, groupTable } from "./table.ts";

type Renaming = { readonly NewGroupName?: string | undefined; readonly NewPath?: string | undefined };

const renamed = (scope: Scope, group: GroupRow, { NewGroupName, NewPath }: Renaming): GroupRow => {
  const name = NewGroupName ?? group.name;
  const path = NewPath ?? group.path;
  return { ...group, name, path, arn: iamArn(scope, `group${path}${name}`) };
};

/**
 * Changes a group's name or path; the permission is needed for what it was and for what it becomes.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html
 */
export const updateGroup = iamOperation<UpdateGroupRequest>("UpdateGroup", {
  needs: (context, action) => {
    const { input, scope, state } = context;
    const source = onGroup(context, action);
    const group = findGroup(state, scope.accountId, input.GroupName);
    if (group === undefined) return source;
    const target = renamed(scope, group, input).arn;
    return target === source.resource ? source : [source, { ...source, resource: target }];
  },
  run: ({ input, state, scope }) => {
    const changed = renamed(scope, requireGroup(state, scope, input.GroupName), input);
    const holder = findGroup(state, scope.accountId, changed.name);
    if (holder !== undefined && holder.id !== changed.id) throw alreadyExists("Group", changed.name);
    state.table(groupTable).put(changed);
  },
});
