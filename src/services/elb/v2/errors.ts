import { AwsError } from "../../../operation/index.ts";
import { validationError } from "../errors.ts";

/**
 * The errors of Elastic Load Balancing 2015-12-01; codes and statuses as in
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html (each operation's
 * page); the texts are those that AWS was seen to send.
 */
const failure =
  (code: string) =>
  (message: string): AwsError =>
    new AwsError(code, message, { httpStatus: 400 });

/** What is asked for contradicts itself or what is there. */
export const invalidConfiguration = failure("InvalidConfigurationRequest");
/** A target that cannot be one of the group's. */
export const invalidTarget = failure("InvalidTarget");
/** An action, or its configuration, that cannot be taken. */
export const invalidAction = failure("InvalidLoadBalancerAction");
/** A listener whose protocol does not go with a target group's. */
export const incompatibleProtocols = failure("IncompatibleProtocols");
/** What nobody may do, whatever policies allow: deleting a protected load balancer, changing a default rule. */
export const operationNotPermitted = failure("OperationNotPermitted");
/** What cannot go because something refers to it. */
export const resourceInUse = failure("ResourceInUse");

const list = (names: readonly string[]): string => `[${names.join(", ")}]`;

/** Names that no load balancer has. https://github.com/hashicorp/terraform-provider-aws/issues/10669 */
export const loadBalancerNamesNotFound = (names: readonly string[]): AwsError =>
  failure("LoadBalancerNotFound")(`Load balancers '${list(names)}' not found`);
/** ARNs that no load balancer has. */
export const loadBalancersNotFound = (): AwsError =>
  failure("LoadBalancerNotFound")("One or more load balancers not found");
/** https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/3173 */
export const loadBalancerExists = (name: string): AwsError =>
  failure("DuplicateLoadBalancerName")(
    `A load balancer with the same name '${name}' exists, but with different settings`,
  );

/** ARNs or names that no target group has. */
export const targetGroupsNotFound = (): AwsError =>
  failure("TargetGroupNotFound")("One or more target groups not found");
/** A target group that a listener or rule, an attribute or a target refers to. */
export const targetGroupNotFound = (arn: string): AwsError =>
  failure("TargetGroupNotFound")(`Target groups '${arn}' not found`);
/** Another target group has the name. */
export const targetGroupExists = (name: string): AwsError =>
  failure("DuplicateTargetGroupName")(
    `A target group with the same name '${name}' exists, but with different settings`,
  );
/** Target groups are one load balancer's each. */
export const targetGroupTaken = (arns: readonly string[]): AwsError =>
  failure("TargetGroupAssociationLimit")(
    `The following target groups cannot be associated with more than one load balancer: ${arns.join(", ")}`,
  );

/** ARNs that no listener has. */
export const listenersNotFound = (): AwsError =>
  failure("ListenerNotFound")("One or more listeners not found");
/** A load balancer listens on a port once. */
export const listenerExists = (loadBalancerArn: string): AwsError =>
  failure("DuplicateListener")(
    `A listener already exists on this port for this load balancer '${loadBalancerArn}'`,
  );
/** ARNs that no rule has. */
export const rulesNotFound = (): AwsError => failure("RuleNotFound")("One or more rules not found");
/** A listener has each priority once. */
export const priorityInUse = (priority: number): AwsError =>
  failure("PriorityInUse")(`Priority '${priority}' is currently in use`);
/** ARNs or names that no trust store has. */
export const trustStoresNotFound = (): AwsError =>
  failure("TrustStoreNotFound")("One or more trust stores not found");

/** An ARN that no server certificate of the account has. */
export const certificateNotFound = (arn: string): AwsError =>
  failure("CertificateNotFound")(`Certificate '${arn}' not found`);
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
export const sslPolicyNotFound = (name: string): AwsError =>
  failure("SSLPolicyNotFound")(`SSL policy '${name}' not found`);

/** An id that no subnet of the account's has. */
export const subnetNotFound = (id: string): AwsError =>
  failure("SubnetNotFound")(`The subnet ID '${id}' does not exist`);
/** Ids that are no security groups of the VPC. */
export const invalidSecurityGroups = (): AwsError =>
  failure("InvalidSecurityGroup")("One or more security groups are invalid");
/** An id of an Elastic IP address that nobody allocated. */
export const allocationIdNotFound = (id: string): AwsError =>
  failure("AllocationIdNotFound")(`The allocation ID '${id}' does not exist`);

/** `code` as the operation's page names it, such as `TooManyListeners`. */
export const tooMany = (code: string, what: string, limit: number): AwsError =>
  failure(code)(`The maximum number of ${what} (${limit}) has been reached`);

/** What Portreeve does not do, said so that nobody takes it for AWS's own refusal. */
export const notCarried = (what: string): AwsError =>
  invalidConfiguration(`Portreeve does not carry ${what} yet`);

/** @see {@link validationError} */
export { validationError };
