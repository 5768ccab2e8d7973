import type { AttachGroupPolicyRequest } from "@aws-sdk/client-iam";
import { iamOperation } from "../iam-operation.ts";
import { withAttachment } from "../policies/attachments.ts";
import { QUOTAS } from "../quotas.ts";
import { onGroup, requireGroup } from "./find-group.ts";
import { groupTable } from "./table.ts";

const QUOTA = { name: "PoliciesPerGroup", limit: QUOTAS.PoliciesPerGroup };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachGroupPolicy.html */
export const attachGroupPolicy = iamOperation<AttachGroupPolicyRequest>("AttachGroupPolicy", {
  needs: (context, action) => {
    const need = onGroup(context, action);
    return { ...need, context: { ...need.context, "iam:PolicyARN": context.input.PolicyArn } };
  },
  run: ({ input, state, scope }) => {
    const group = requireGroup(state, scope, input.GroupName);
    state.table(groupTable).put(withAttachment(state, scope, group, input.PolicyArn, QUOTA));
  },
});
