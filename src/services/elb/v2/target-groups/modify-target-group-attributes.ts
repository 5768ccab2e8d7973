import type {
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { attributeList } from "../attributes/attribute.ts";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";
import { targetGroupAttributeRules, withTargetGroupAttributes } from "./attributes.ts";
import { findTargetGroup } from "./find-target-group.ts";
import { targetGroupTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTargetGroupAttributes.html */
export const modifyTargetGroupAttributes = elbOperation<
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput
>("ModifyTargetGroupAttributes", {
  needs: (context, action) => needOn(context, action, "target group", context.input.TargetGroupArn),
  run: ({ input, scope, state }) => {
    const row = findTargetGroup(state, scope, input.TargetGroupArn);
    const attributes = withTargetGroupAttributes(row, input.Attributes);
    state.table(targetGroupTable).put({ ...row, attributes });
    return { Attributes: attributeList(targetGroupAttributeRules(row), attributes) };
  },
});
