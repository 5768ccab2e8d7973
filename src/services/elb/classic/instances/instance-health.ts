import type { InstanceState } from "@aws-sdk/client-elastic-load-balancing";
import type { Reader } from "../../../../state/index.ts";
import { type InstanceRow, instanceTable } from "../../../ec2/index.ts";
import type { Given } from "../../../iam/index.ts";
import type { ClassicInstanceRow, ClassicLoadBalancerRow } from "../table.ts";

/** What is known of an instance's health: state, whose fault it is, and AWS's words for it. */
export type InstanceHealth = Pick<ClassicInstanceRow, "state" | "reasonCode" | "description">;

const outOfService = (reasonCode: string, description: string): InstanceHealth => ({
  state: "OutOfService",
  reasonCode,
  description,
});

/**
 * The states of an instance behind a Classic Load Balancer. The first four are for rows: registering first, then what
 * carries the traffic writes them. Texts:
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_InstanceState.html; with their reason
 * codes: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ts-elb-register-instance.html and
 * https://github.com/saltstack/salt/pull/43435
 */
export const HEALTH = {
  inService: { state: "InService", reasonCode: "N/A", description: "N/A" },
  registering: outOfService("ELB", "Instance registration is still in progress."),
  failing: outOfService(
    "Instance",
    "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.",
  ),
  unknown: {
    state: "Unknown",
    reasonCode: "ELB",
    description: "A transient error occurred. Please try again later.",
  },
  draining: {
    state: "InService",
    reasonCode: "N/A",
    description: "Instance deregistration currently in progress.",
  },
  notRegistered: outOfService("Instance", "Instance is not currently registered with the LoadBalancer."),
  wrongZone: outOfService(
    "ELB",
    "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to route traffic to.",
  ),
  pending: outOfService("Instance", "Instance is in pending state."),
  stopped: outOfService("Instance", "Instance is in stopped state."),
  terminated: outOfService("Instance", "Instance is in terminated state."),
} as const satisfies Readonly<Record<string, InstanceHealth>>;

/** What EC2 says of an instance, where it keeps it from serving. */
const byInstance = (instance: InstanceRow): InstanceHealth | undefined => {
  switch (instance.state) {
    case "running":
      return undefined;
    case "pending":
      return HEALTH.pending;
    case "stopping":
    case "stopped":
      return HEALTH.stopped;
    case "shutting-down":
    case "terminated":
      return HEALTH.terminated;
  }
};

/** The health of an instance as DescribeInstanceHealth tells it; `row` is missing when it is not registered. */
export const instanceHealth = (
  loadBalancer: ClassicLoadBalancerRow,
  instance: InstanceRow,
  row: ClassicInstanceRow | undefined,
): InstanceHealth => {
  if (row === undefined) return HEALTH.notRegistered;
  if (row.deregisteredAt !== undefined) return HEALTH.draining;
  const zones = loadBalancer.subnets.map(({ zoneName }) => zoneName);
  return byInstance(instance) ?? (zones.includes(instance.availabilityZone) ? row : HEALTH.wrongZone);
};

/** A health in the API's members. */
export const instanceStateView = (instanceId: string, health: InstanceHealth): Given<InstanceState> => ({
  InstanceId: instanceId,
  State: health.state,
  ReasonCode: health.reasonCode,
  Description: health.description,
});

/** The instance of an id in the load balancer's account and region. */
export const findInstance = (
  state: Reader,
  place: { readonly accountId: string; readonly region: string },
  id: string,
): InstanceRow | undefined => {
  const instance = state.table(instanceTable).get(id);
  return instance?.accountId === place.accountId && instance.region === place.region ? instance : undefined;
};
