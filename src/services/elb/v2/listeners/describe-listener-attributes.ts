import type {
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { attributeList } from "../attributes/attribute.ts";
import { elbOperation } from "../elb-operation.ts";
import { onEverything } from "../needs.ts";
import { listenerAttributeRules } from "./attributes.ts";
import { findListener } from "./find-listener.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerAttributes.html */
export const describeListenerAttributes = elbOperation<
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput
>("DescribeListenerAttributes", {
  needs: onEverything,
  run: ({ input, scope, state }) => {
    const row = findListener(state, scope, input.ListenerArn);
    return { Attributes: attributeList(listenerAttributeRules(row), row.attributes) };
  },
});
