import type { LoadBalancer } from "@aws-sdk/client-ecs";
import { invalidParameter } from "../../errors.ts";
import type { TaskDefinitionRow } from "../../task-definitions/table.ts";
import { refuseUnavailable } from "../unavailable.ts";
import type { ServiceLoadBalancer } from "./service-load-balancer.ts";

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
const MOST_TARGET_GROUPS = 5;
const MOST_CLASSIC = 1;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html: about 69 years, in seconds. */
const LONGEST_GRACE = 2_147_483_647;

/**
 * What a call says of load balancers, without looking at the load balancers.
 *
 * @throws AwsError InvalidParameterException, or UnsupportedFeatureException for what blue/green deployments need
 */
export const readLoadBalancers = (input: readonly LoadBalancer[]): readonly ServiceLoadBalancer[] => {
  const read = input.map(readOne);
  const targetGroups = read.filter(({ targetGroupArn }) => targetGroupArn !== undefined).length;
  if (targetGroups > MOST_TARGET_GROUPS) {
    throw invalidParameter(`loadBalancers can have at most ${MOST_TARGET_GROUPS} target groups.`);
  }
  if (read.length - targetGroups > MOST_CLASSIC) {
    throw invalidParameter("loadBalancers can have at most 1 Classic Load Balancer.");
  }
  const distinct = new Set(
    read.map((one) =>
      [one.targetGroupArn ?? one.loadBalancerName, one.containerName, one.containerPort].join(),
    ),
  );
  if (distinct.size < read.length) throw invalidParameter("loadBalancers must not contain duplicates.");
  return read;
};

const readOne = (input: LoadBalancer): ServiceLoadBalancer => {
  const { targetGroupArn, loadBalancerName, containerName, containerPort } = input;
  refuseUnavailable("loadBalancers.advancedConfiguration", input.advancedConfiguration !== undefined);
  if (targetGroupArn && loadBalancerName) {
    // https://github.com/DNXLabs/terraform-aws-ecs-app (a comment on AWS's answer)
    throw invalidParameter("loadBalancerName and targetGroupArn cannot both be specified");
  }
  if (!targetGroupArn && !loadBalancerName) {
    throw invalidParameter("loadBalancerName or targetGroupArn must be specified");
  }
  // https://github.com/aws/amazon-ecs-cli/issues/359
  if (!containerName) throw invalidParameter("Container Name can not be blank.");
  if (containerPort === undefined) throw invalidParameter("Container Port can not be blank.");
  if (!Number.isInteger(containerPort) || containerPort < 1 || containerPort > 65_535) {
    throw invalidParameter("Container Port must be between 1 and 65535.");
  }
  return {
    ...(targetGroupArn ? { targetGroupArn } : {}),
    ...(loadBalancerName ? { loadBalancerName } : {}),
    containerName,
    containerPort,
  };
};

/**
 * Whether tasks of a definition can be behind these load balancers.
 *
 * @throws AwsError InvalidParameterException
 */
export const checkContainers = (
  { definition }: TaskDefinitionRow,
  loadBalancers: readonly ServiceLoadBalancer[],
): void => {
  for (const { containerName, containerPort, loadBalancerName } of loadBalancers) {
    const container = definition.containerDefinitions?.find(({ name }) => name === containerName);
    // https://github.com/aws/amazon-ecs-agent/issues/1276
    if (container === undefined) {
      throw invalidParameter(`The container ${containerName} does not exist in the task definition.`);
    }
    const mapping = container.portMappings?.find((one) => one.containerPort === containerPort);
    // https://github.com/pulumi/pulumi-awsx/issues/1172
    if (mapping === undefined) {
      throw invalidParameter(
        `The container ${containerName} did not have a container port ${containerPort} defined.`,
      );
    }
    if (loadBalancerName === undefined) continue;
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
    if (definition.networkMode === "awsvpc") {
      throw invalidParameter(
        "Classic Load Balancers are not supported for tasks that use the awsvpc network mode.",
      );
    }
    // https://github.com/aws/aws-sdk-js/issues/1397: every listener of theirs leads to one fixed port.
    if (definition.networkMode !== "host" && !mapping.hostPort) {
      throw invalidParameter(`A host port mapping for the container port ${containerPort} is required.`);
    }
  }
};

/**
 * The grace period of a call, in seconds; undefined when it says nothing of it.
 *
 * @throws AwsError InvalidParameterException
 */
export const checkedGracePeriod = (
  seconds: number | undefined,
  loadBalancers: readonly ServiceLoadBalancer[],
): number | undefined => {
  if (seconds === undefined) return undefined;
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_GRACE) {
    throw invalidParameter(`Health check grace period must be between 0 and ${LONGEST_GRACE} seconds.`);
  }
  // https://github.com/hashicorp/terraform-provider-aws/issues/4199
  if (seconds > 0 && loadBalancers.length === 0) {
    throw invalidParameter(
      "Health check grace period is only valid for services configured to use load balancers",
    );
  }
  return seconds;
};
