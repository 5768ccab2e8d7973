import type {
  DeregisterEndPointsInput,
  DescribeAccessPointsInput,
  DescribeAccessPointsOutput,
  DescribeEndPointStateInput,
  DescribeEndPointStateOutput,
  RegisterEndPointsInput,
} from "@aws-sdk/client-elastic-load-balancing";
import type {
  DeregisterTargetsInput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Operation, Service, UnnamedCall } from "../../../../operation/index.ts";
import { elbClassic, elbV2 } from "../../../elb/index.ts";
import type { Given } from "../../../iam/index.ts";

/** An operation of Elastic Load Balancing, ready to be called. */
export type ElbOperation<Input, Output> = Pick<
  UnnamedCall<Given<Input>, Given<Output>>,
  "service" | "operation"
>;

const named = <Input, Output>(service: Service, name: string): ElbOperation<Input, Output> => {
  const operation = service.operations.find((one) => one.name === name);
  if (operation === undefined) throw new Error(`Elastic Load Balancing has no operation ${name}`);
  // INVARIANT: the operation of this name takes and gives what the official client says.
  return { service, operation: operation as unknown as Operation<Given<Input>, Given<Output>> };
};

/**
 * The operations of Elastic Load Balancing that the service scheduler calls; there are no others. Looked up when they
 * are used.
 */
export const elb = {
  registerTargets: () => named<RegisterTargetsInput, object>(elbV2, "RegisterTargets"),
  deregisterTargets: () => named<DeregisterTargetsInput, object>(elbV2, "DeregisterTargets"),
  describeTargetHealth: () =>
    named<DescribeTargetHealthInput, DescribeTargetHealthOutput>(elbV2, "DescribeTargetHealth"),
  describeTargetGroups: () =>
    named<DescribeTargetGroupsInput, DescribeTargetGroupsOutput>(elbV2, "DescribeTargetGroups"),
  registerInstances: () =>
    named<RegisterEndPointsInput, object>(elbClassic, "RegisterInstancesWithLoadBalancer"),
  deregisterInstances: () =>
    named<DeregisterEndPointsInput, object>(elbClassic, "DeregisterInstancesFromLoadBalancer"),
  describeInstanceHealth: () =>
    named<DescribeEndPointStateInput, DescribeEndPointStateOutput>(elbClassic, "DescribeInstanceHealth"),
  describeLoadBalancers: () =>
    named<DescribeAccessPointsInput, DescribeAccessPointsOutput>(elbClassic, "DescribeLoadBalancers"),
} as const;
