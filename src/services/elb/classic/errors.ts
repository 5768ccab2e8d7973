import { AwsError } from "../../../operation/index.ts";

/**
 * The errors of Classic Load Balancers. Codes and statuses (400 unless said otherwise) as in
 * https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Operations.html; the texts are those
 * that AWS was seen to send, with where that was, or the page's own.
 */
const error = (code: string, message: string): AwsError => new AwsError(code, message);

/** https://github.com/HubSpot/Baragon/issues/365 */
export const loadBalancerNotFound = (name: string): AwsError =>
  error("LoadBalancerNotFound", `There is no ACTIVE Load Balancer named '${name}'`);

/** `what` is `parameters` or `tags`. https://github.com/jetstack/tarmak/issues/330 */
export const duplicateLoadBalancerName = (name: string, what: "parameters" | "tags"): AwsError =>
  error(
    "DuplicateLoadBalancerName",
    `Load Balancer named ${name} already exists and it is configured with different ${what}.`,
  );

/** The account has as many as it may have. */
export const tooManyLoadBalancers = (): AwsError =>
  error("TooManyLoadBalancers", "The quota for the number of load balancers has been reached.");

/** A change that contradicts what is there; status 409. */
export const invalidConfiguration = (message: string): AwsError =>
  new AwsError("InvalidConfigurationRequest", message, { httpStatus: 409 });

/** https://github.com/boto/boto/issues/2274 */
export const instanceNotFound = (id: string): AwsError =>
  error("InvalidInstance", `Could not find EC2 instance ${id}.`);

/** A load balancer has as many instances as it may have. */
export const tooManyInstances = (limit: number): AwsError =>
  error("InvalidInstance", `A load balancer can have no more than ${limit} registered instances.`);

/** https://github.com/hashicorp/terraform/issues/3301 */
export const duplicateListener = (name: string, port: number): AwsError =>
  error(
    "DuplicateListener",
    `A listener already exists for ${name} with LoadBalancerPort ${port}, but with a different InstancePort, Protocol, or SSLCertificateId`,
  );

/** A load balancer does not listen on the port. */
export const listenerNotFound = (name: string, port: number): AwsError =>
  error("ListenerNotFound", `There is no listener of ${name} on LoadBalancerPort ${port}`);

/** A protocol other than HTTP, HTTPS, TCP and SSL. */
export const unsupportedProtocol = (): AwsError =>
  error("UnsupportedProtocol", "The specified protocol or signature version is not supported.");

/** https://github.com/hashicorp/terraform/issues/2540 */
export const certificateNotFound = (id: string): AwsError =>
  error("CertificateNotFound", `Server Certificate not found for the key: ${id}`);

/** https://github.com/boto/boto3/issues/1438 */
export const policyNotFound = (policy: string, loadBalancer = ""): AwsError =>
  error(
    "PolicyNotFound",
    `There is no policy with name ${policy} for load balancer ${loadBalancer}`.trimEnd(),
  );

/** A name that no type of policy has. */
export const policyTypeNotFound = (type: string): AwsError =>
  error("PolicyTypeNotFound", `Policy Type [${type}] not found.`);

/** https://github.com/cloud-custodian/cloud-custodian/issues/691 */
export const duplicatePolicyName = (name: string): AwsError =>
  error("DuplicatePolicyName", `Policy Name [${name}] already exists`);

/** A load balancer has as many policies as it may have. */
export const tooManyPolicies = (): AwsError =>
  error("TooManyPolicies", "The quota for the number of policies for this load balancer has been reached.");

/** https://github.com/hashicorp/terraform/issues/10989 */
export const policyInUse = (name: string): AwsError =>
  invalidConfiguration(
    `You cannot delete policy [${name}] since it is enabled or referred by other enabled policy.`,
  );

/** A policy of a type that does not go where it is set. https://github.com/fog/fog-aws/issues/193 */
export const policyCannotBeEnabled = (name: string): AwsError =>
  invalidConfiguration(`${name} cannot be enabled`);

/** Ids that no subnets of the account have. */
export const subnetNotFound = (): AwsError =>
  error("SubnetNotFound", "One or more of the specified subnets do not exist.");

/** https://github.com/hashicorp/terraform-aws-vault/issues/65 */
export const subnetsShareZone = (): AwsError =>
  invalidConfiguration("ELB cannot be attached to multiple subnets in the same AZ.");

/** https://github.com/hashicorp/terraform/issues/14072 */
export const noSubnetLeft = (name: string): AwsError =>
  invalidConfiguration(
    `Requested configuration change for LoadBalancer "${name}" is invalid because you attempted to detach all the subnets for this LoadBalancer and a LoadBalancer cannot be attached to zero subnets in VPC.`,
  );

/** Ids that are no security groups of the VPC. */
export const invalidSecurityGroup = (): AwsError =>
  error("InvalidSecurityGroup", "One or more of the specified security groups do not exist.");

/** A scheme other than internet-facing and internal. */
export const invalidScheme = (): AwsError =>
  error("InvalidScheme", "The specified value for the scheme is not valid.");

/** A load balancer has as many tags as it may have. */
export const tooManyTags = (): AwsError =>
  error(
    "TooManyTags",
    "The quota for the number of tags that can be assigned to a load balancer has been reached.",
  );

/** https://github.com/ernestio/ernest/issues/237 */
export const duplicateTagKeys = (): AwsError =>
  error("DuplicateTagKeys", "Duplicate Tag Keys found in the request. Tag keys should be unique.");

/** A key that no attribute has. */
export const attributeNotFound = (key: string): AwsError =>
  error("LoadBalancerAttributeNotFound", `The load balancer attribute ${key} does not exist.`);
