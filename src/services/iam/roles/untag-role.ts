import type { UntagRoleRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutTags } from "../tags/tag-list.ts";
import { onRole, requireModifiableRole } from "./find-role.ts";
import { roleTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html */
export const untagRole = iamOperation<UntagRoleRequest>("UntagRole", {
  needs: (context, action) => ({
    ...onRole(context, action),
    context: { "aws:TagKeys": context.input.TagKeys },
  }),
  run: ({ input, state, scope }) => {
    const role = requireModifiableRole(state, scope, input.RoleName);
    state.table(roleTable).put({ ...role, tags: withoutTags(role.tags, input.TagKeys) });
  },
});
