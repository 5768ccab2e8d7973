import type { LoadBalancer } from "@aws-sdk/client-ecs";

/**
 * Where a service's tasks are registered: a target group, or a Classic Load Balancer by its name; and which port of
 * which container gets the requests.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
 */
export type ServiceLoadBalancer = {
  readonly targetGroupArn?: string;
  readonly loadBalancerName?: string;
  readonly containerName: string;
  readonly containerPort: number;
};

/** As the event log writes it: `(target-group arn…)`, `(elb name)`. */
export const loadBalancerText = ({ targetGroupArn, loadBalancerName }: ServiceLoadBalancer): string =>
  targetGroupArn === undefined ? `(elb ${loadBalancerName ?? ""})` : `(target-group ${targetGroupArn})`;

/** As the API shows them. */
export const loadBalancerShapes = (
  loadBalancers: readonly ServiceLoadBalancer[] | undefined,
): LoadBalancer[] => (loadBalancers ?? []).map((one) => ({ ...one }));
