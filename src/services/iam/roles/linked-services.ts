/** A service that has a service-linked role here, and what that role may do. */
export type LinkedService = {
  readonly roleName: string;
  readonly policyArn: string;
  readonly description: string;
};

const POLICIES = "arn:aws:iam::aws:policy/aws-service-role";

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/elb-service-linked-roles.html
 */
const LINKED_SERVICES: Readonly<Record<string, LinkedService>> = {
  "ecs.amazonaws.com": {
    roleName: "AWSServiceRoleForECS",
    policyArn: `${POLICIES}/AmazonECSServiceRolePolicy`,
    description: "Role to enable Amazon ECS to manage your cluster.",
  },
  "elasticloadbalancing.amazonaws.com": {
    roleName: "AWSServiceRoleForElasticLoadBalancing",
    policyArn: `${POLICIES}/AWSElasticLoadBalancingServiceRolePolicy`,
    description: "Allows ELB to call AWS services on your behalf.",
  },
  "autoscaling.amazonaws.com": {
    roleName: "AWSServiceRoleForAutoScaling",
    policyArn: `${POLICIES}/AutoScalingServiceRolePolicy`,
    description:
      "Default Service-Linked Role enables access to AWS Services and Resources used or managed by Auto Scaling",
  },
  "ecs.application-autoscaling.amazonaws.com": {
    roleName: "AWSServiceRoleForApplicationAutoScaling_ECSService",
    policyArn: `${POLICIES}/AWSApplicationAutoscalingECSServicePolicy`,
    description: "Allows Application Auto Scaling to change the desired count of services.",
  },
};

/** What is known of a service's service-linked role; undefined when it has none. */
export const linkedService = (serviceName: string): LinkedService | undefined =>
  Object.hasOwn(LINKED_SERVICES, serviceName) ? LINKED_SERVICES[serviceName] : undefined;

/** The trust policy of a service-linked role: nobody but the service. */
export const linkedTrustPolicy = (serviceName: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: serviceName }, Action: "sts:AssumeRole" }],
  });
