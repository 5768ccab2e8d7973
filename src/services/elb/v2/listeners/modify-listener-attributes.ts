import type {
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { attributeList } from "../attributes/attribute.ts";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";
import { listenerAttributeRules, withListenerAttributes } from "./attributes.ts";
import { findListener } from "./find-listener.ts";
import { listenerTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListenerAttributes.html */
export const modifyListenerAttributes = elbOperation<
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput
>("ModifyListenerAttributes", {
  needs: (context, action) => needOn(context, action, "listener", context.input.ListenerArn),
  run: ({ input, scope, state }) => {
    const row = findListener(state, scope, input.ListenerArn);
    const attributes = withListenerAttributes(row, input.Attributes);
    state.table(listenerTable).put({ ...row, attributes });
    return { Attributes: attributeList(listenerAttributeRules(row), attributes) };
  },
});
