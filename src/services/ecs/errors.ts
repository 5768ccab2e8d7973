import { AwsError } from "../../operation/index.ts";

/**
 * The errors of ECS: AWS's codes and texts. Every client error of ECS has HTTP status 400.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/CommonErrors.html
 */
const ecsError =
  (code: string) =>
  (message: string): AwsError =>
    new AwsError(code, message);

/** A parameter is not valid for this operation. */
export const invalidParameter = ecsError("InvalidParameterException");

/** The client's fault: an identifier that is not valid, or an action on a resource it does not go with. */
export const clientException = ecsError("ClientException");

/** The call is not allowed; `sentence` is the whole of AWS's text. ECS answers 400, not 403. */
export const accessDenied = ecsError("AccessDeniedException");

/** A quota is used up. */
export const limitExceeded = ecsError("LimitExceededException");

/** The cluster is not there. https://github.com/k1LoW/awspec/issues/473 */
export const clusterNotFound = (): AwsError => new AwsError("ClusterNotFoundException", "Cluster not found.");

/**
 * The cluster was deleted, and is remembered still.
 * https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/service_revisions.json (AWS's answers, recorded)
 */
export const clusterInactive = (): AwsError =>
  new AwsError("ClusterNotFoundException", "The referenced cluster was inactive.");

/** RegisterContainerInstance alone says it this way. https://github.com/aws/amazon-ecs-agent/issues/4689 */
export const clusterNotFoundForAgent = (): AwsError => clientException("Cluster not found.");

/** https://github.com/gruntwork-io/cloud-nuke/issues/1131 */
export const clusterContainsContainerInstances = (): AwsError =>
  new AwsError(
    "ClusterContainsContainerInstancesException",
    "The Cluster cannot be deleted while Container Instances are active or draining.",
  );

/** https://github.com/gruntwork-io/cloud-nuke/issues/368 */
export const clusterContainsTasks = (): AwsError =>
  new AwsError("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.");

/** https://github.com/hashicorp/terraform/issues/15073 */
export const serviceNotFound = (): AwsError => new AwsError("ServiceNotFoundException", "Service not found.");

/** https://github.com/alchemy-run/alchemy/issues/1581 */
export const serviceNotActive = (): AwsError =>
  new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");

/** https://github.com/coldbrewcloud/coldbrew-cli/issues/35 */
export const clusterContainsServices = (): AwsError =>
  new AwsError(
    "ClusterContainsServicesException",
    "The Cluster cannot be deleted while Services are active.",
  );

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html */
export const serviceDeploymentNotFound = (): AwsError =>
  new AwsError("ServiceDeploymentNotFoundException", "Service deployment not found.");

/** The resource is in a state that the request does not go with. */
export const conflict = ecsError("ConflictException");

/** DescribeTaskDefinition. https://github.com/terraform-aws-modules/terraform-aws-atlantis/issues/59 */
export const unableToDescribeTaskDefinition = (): AwsError =>
  clientException("Unable to describe task definition.");

/** RunTask, StartTask and DeregisterTaskDefinition of a revision that is not there. */
export const taskDefinitionNotFound = (): AwsError => clientException("TaskDefinition not found.");

/** RunTask and StartTask of a revision that was deregistered. */
export const taskDefinitionInactive = (): AwsError => clientException("TaskDefinition is inactive");

/** A resource of any other kind that an operation names is not there. */
export const resourceNotFound = ecsError("ResourceNotFoundException");

/** PutAttributes, DeleteAttributes and their like name something that is not there. */
export const targetNotFound = ecsError("TargetNotFoundException");

/** More than ten custom attributes on one resource. */
export const attributeLimitExceeded = ecsError("AttributeLimitExceededException");

/** The operation is not for resources of this kind, or not in this region. */
export const unsupportedFeature = ecsError("UnsupportedFeatureException");

/**
 * An ARN that belongs elsewhere than the call: the text names both places.
 * https://github.com/aws/aws-toolkit-vscode/issues/2915 (for clusters)
 */
export const identifierIsForAnother = (
  kind: "cluster" | "partition" | "account" | "region",
  theirs: string,
  ours: string,
) => invalidParameter(`Invalid identifier: Identifier is for ${kind} ${theirs}. Your ${kind} is ${ours}`);
