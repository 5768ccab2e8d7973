import type {
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { RunContext } from "../../../../operation/index.ts";
import { nextMarker, paged } from "../../paging.ts";
import { type Asked, elbOperation } from "../elb-operation.ts";
import { targetGroupsNotFound, validationError } from "../errors.ts";
import { findLoadBalancer } from "../load-balancers/find-load-balancer.ts";
import { onEverything } from "../needs.ts";
import { findTargetGroup, targetGroupsIn } from "./find-target-group.ts";
import type { TargetGroupRow } from "./table.ts";
import { targetGroupView } from "./target-group-view.ts";
import { loadBalancersOf } from "./use.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTargetGroups.html */
export const describeTargetGroups = elbOperation<DescribeTargetGroupsInput, DescribeTargetGroupsOutput>(
  "DescribeTargetGroups",
  {
    needs: onEverything,
    run: (context) => {
      const page = paged(found(context), context.input, (row) => row.arn);
      return {
        TargetGroups: page.items.map((row) => targetGroupView(context.state, row)),
        ...nextMarker(page),
      };
    },
  },
);

const found = ({
  input,
  scope,
  state,
}: RunContext<Asked<DescribeTargetGroupsInput>>): readonly TargetGroupRow[] => {
  const { LoadBalancerArn: loadBalancerArn, TargetGroupArns: arns = [], Names: names = [] } = input;
  const given = [loadBalancerArn !== undefined, arns.length > 0, names.length > 0];
  if (given.filter(Boolean).length > 1)
    throw validationError(
      "You can specify one of the following only: a load balancer ARN, target group ARNs, or target group names",
    );
  if (arns.length > 0) return [...new Set(arns)].map((arn) => findTargetGroup(state, scope, arn));
  const all = [...targetGroupsIn(state, scope)];
  if (loadBalancerArn !== undefined) {
    const { arn } = findLoadBalancer(state, scope, loadBalancerArn);
    return all.filter((row) => loadBalancersOf(state, row.arn).includes(arn));
  }
  if (names.some((wanted) => !all.some(({ name }) => name === wanted))) throw targetGroupsNotFound();
  return all.filter(({ name }) => names.length === 0 || names.includes(name));
};
