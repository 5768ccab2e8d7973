import type {
  DescribeListenersInput,
  DescribeListenersOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { nextMarker, paged } from "../../paging.ts";
import { elbOperation } from "../elb-operation.ts";
import { validationError } from "../errors.ts";
import { findLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { onEverything } from "../needs.ts";
import { findListener } from "./find-listener.ts";
import { listenerView } from "./listener-view.ts";
import { listenerTable } from "./table.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListeners.html */
export const describeListeners = elbOperation<DescribeListenersInput, DescribeListenersOutput>(
  "DescribeListeners",
  {
    needs: onEverything,
    run: ({ input, scope, state }) => {
      const { LoadBalancerArn: arn, ListenerArns: arns = [] } = input;
      if (arn === undefined && arns.length === 0)
        throw validationError("You must specify either listener ARNs or a load balancer ARN");
      if (arn !== undefined && arns.length > 0)
        throw validationError("You cannot specify both listener ARNs and a load balancer ARN");
      const found =
        arn === undefined
          ? [...new Set(arns)].map((each) => findListener(state, scope, each))
          : state.table(listenerTable).by("loadBalancer", findLoadBalancer(state, scope, arn).arn);
      const page = paged(found, input, (row) => row.arn);
      return { Listeners: page.items.map(listenerView), ...nextMarker(page) };
    },
  },
);
