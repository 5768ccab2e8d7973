import type { DetachGroupPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withoutAttachment } from "../policies/attachments.ts";
import { onGroup, requireGroup } from "./find-group.ts";
import { groupTable } from "./table.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachGroupPolicy.html */
export const detachGroupPolicy = iamOperation<DetachGroupPolicyRequest>("DetachGroupPolicy", {
  needs: (context, action) => {
    const need = onGroup(context, action);
    return { ...need, context: { ...need.context, "iam:PolicyARN": context.input.PolicyArn } };
  },
  run: ({ input, state, scope }) => {
    const group = requireGroup(state, scope, input.GroupName);
    state.table(groupTable).put(withoutAttachment(group, input.PolicyArn));
  },
});
