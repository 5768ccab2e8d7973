import type {
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { attributeList } from "../attributes/attribute.ts";
import { elbOperation } from "../elb-operation.ts";
import { onEverything } from "../needs.ts";
import { targetGroupAttributeRules } from "./attributes.ts";
import { findTargetGroup } from "./find-target-group.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroupAttributes.html */
export const describeTargetGroupAttributes = elbOperation<
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput
>("DescribeTargetGroupAttributes", {
  needs: onEverything,
  run: ({ input, scope, state }) => {
    const row = findTargetGroup(state, scope, input.TargetGroupArn);
    return { Attributes: attributeList(targetGroupAttributeRules(row), row.attributes) };
  },
});
