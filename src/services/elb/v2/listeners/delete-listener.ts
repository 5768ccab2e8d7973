import type { DeleteListenerInput, DeleteListenerOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import { elbOperation } from "../elb-operation.ts";
import { needOn } from "../needs.ts";
import { findListener } from "./find-listener.ts";
import { removeListener } from "./remove-listener.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteListener.html */
export const deleteListener = elbOperation<DeleteListenerInput, DeleteListenerOutput>("DeleteListener", {
  needs: (context, action) => needOn(context, action, "listener", context.input.ListenerArn),
  run: ({ input, scope, state }) => {
    removeListener(state, findListener(state, scope, input.ListenerArn));
    return {};
  },
});
