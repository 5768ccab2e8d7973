import type { TagRoleRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { tagRecord, withTags } from "../tags/tag-list.ts";
import { onRole, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html */
export const tagRole = iamOperation<TagRoleRequest>("TagRole", {
  needs: (context, action) => ({
    ...onRole(context, action),
    requestTags: tagRecord(context.input.Tags),
  }),
  run: ({ input, state, scope }) => {
    const role = requireModifiableRole(state, scope, input.RoleName);
    state.table(roleTable).put({ ...role, tags: withTags(role.tags, input.Tags, "Role") });
  },
});
