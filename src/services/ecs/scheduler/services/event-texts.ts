import type { PlacementFailure } from "../plan.ts";

/**
 * The lines of a service's event log, in AWS's words.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
const idOf = (arn: string): string => arn.slice(arn.lastIndexOf("/") + 1);

const tasks = (arns: readonly string[]): string => arns.map((arn) => `(task ${idOf(arn)})`).join(" ");

/**
 * https://github.com/aws/amazon-ecs-agent/issues/2031; the second sentence as AWS's event logs have it.
 *
 * @param replaced how many of them take the place of tasks that are unhealthy
 */
export const startedTasks = (service: string, arns: readonly string[], replaced = 0): string =>
  `(service ${service}) has started ${arns.length} tasks: ${tasks(arns)}.${replaced > 0 ? ` Amazon ECS replaced ${replaced} tasks due to an unhealthy status.` : ""}`;

/** https://github.com/sil-org/ecs-deploy/issues/95 */
export const stoppedTasks = (service: string, arns: readonly string[]): string =>
  `(service ${service}) has stopped ${arns.length} running tasks: ${tasks(arns)}.`;

/**
 * Tasks that did not run yet.
 * https://github.com/radkawar/stackd/blob/main/testdata/aws/ecs/services.json (AWS's event log, recorded)
 */
export const stoppedPending = (service: string, count: number): string =>
  `(service ${service}) stopped ${count} pending tasks.`;

/** https://github.com/sil-org/ecs-deploy/issues/95 */
export const steadyState = (service: string): string => `(service ${service}) has reached a steady state.`;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
export const unhealthyTask = (service: string, arn: string): string =>
  `(service ${service}) (task ${idOf(arn)}) failed container health checks.`;

const LIST = new Intl.ListFormat("en");

const inZones = (counts: readonly (readonly [zone: string, count: number])[]): string =>
  LIST.format(counts.map(([zone, count]) => `${count} tasks in ${zone}`));

/**
 * Balancing over availability zones begins; the counts as {@link import("./zone-balance.ts").zoneCounts} has them.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing-event-messages-list.html
 */
export const notBalanced = (
  service: string,
  counts: readonly (readonly [zone: string, count: number])[],
): string => `(service ${service}) is not AZ balanced with ${inZones(counts)}. AZ Rebalancing in progress.`;

/** The same page: it is done. */
export const balanced = (
  service: string,
  counts: readonly (readonly [zone: string, count: number])[],
): string => `(service ${service}) is AZ balanced with ${inZones(counts)}.`;

/** The same page. */
export const startedToBalance = (service: string, zone: string, arns: readonly string[]): string =>
  `(service ${service}) has started ${arns.length} tasks in ${zone} to AZ Rebalance: ${tasks(arns)}.`;

/** The same page. */
export const stoppedToBalance = (service: string, zone: string, arns: readonly string[]): string =>
  `(service ${service}) has stopped ${arns.length} running tasks in ${zone} due to AZ rebalancing: ${tasks(arns)}.`;

/** The same page: it is tried again later and later. */
export const noPlaceInZone = (service: string, zone: string): string =>
  `(service ${service}) is unable to place a task in ${zone} because no container instance met all of its requirements.`;

/**
 * A deployment that keeps more tasks than it should have because they are protected; both texts as AWS's event logs
 * have them (the first: aws-samples, task protection).
 *
 * @param current whether it is the one that the service is to have
 */
export const unableToScaleIn = (
  service: string,
  deploymentId: string,
  count: number,
  current: boolean,
): string => {
  const reason = `was unable to scale in due to (reason ${count} tasks under protection)`;
  return current
    ? `(service ${service}, taskSet ${deploymentId}) ${reason}`
    : `(service ${service}) was unable to reach steady state because (taskSet ${deploymentId}) ${reason}`;
};

/** Once a service is steady; https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html */
export const deploymentCompleted = (service: string, id: string): string =>
  `(service ${service}) (deployment ${id}) deployment completed.`;

/** https://github.com/aws/containers-roadmap/issues/1488 */
export const deploymentFailed = (service: string, id: string): string =>
  `(service ${service}) (deployment ${id}) deployment failed: tasks failed to start.`;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html */
export const rollingBack = (service: string, id: string): string =>
  `(service ${service}) rolling back to deployment ${id}.`;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html */
export const unableToStart = (service: string): string =>
  `(service ${service}) is unable to consistently start tasks successfully.`;

/** A role that ECS may not assume, or a definition that is gone. */
export const failedToLaunch = (service: string, error: string): string =>
  `(service ${service}) failed to launch a task with (error ${error}).`;

/** The percentages leave no step; https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
export const deadlocked = (service: string): string =>
  `(service ${service}) was unable to stop or start tasks during a deployment because of the service deployment configuration. Update the minimumHealthyPercent or maximumPercent value and try again.`;

const CLOSEST: Readonly<Record<string, string>> = {
  "RESOURCE:CPU": "has insufficient CPU units available",
  "RESOURCE:MEMORY": "has insufficient memory available",
  "RESOURCE:PORTS": "is already using a port required by your task",
  "RESOURCE:GPU": "has insufficient GPU resource available",
  ATTRIBUTE: "is missing an attribute required by your task",
  // https://github.com/aws-actions/amazon-ecs-deploy-task-definition/issues/260
  AGENT: "doesn't have the agent connected",
};

/** How near an instance came: those without room might have it soon, those without the attribute never will. */
const NEARNESS = ["RESOURCE:", "Distinct", "AGENT", "MemberOf", "ATTRIBUTE"];

const nearness = ({ reason }: PlacementFailure): number =>
  NEARNESS.findIndex((prefix) => reason.startsWith(prefix));

const TROUBLESHOOTING =
  "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.";

/** https://github.com/aws-samples/amazon-scalable-infra-discord-diffusion/issues/3 (without any instance) */
export const noPlace = (service: string, failures: readonly PlacementFailure[]): string => {
  const text = `(service ${service}) was unable to place a task because no container instance met all of its requirements.`;
  const [first, ...others] = failures;
  if (first === undefined) {
    return `${text} Reason: No Container Instances were found in your cluster. ${TROUBLESHOOTING}`;
  }
  const closest = others.reduce((best, one) => (nearness(one) < nearness(best) ? one : best), first);
  const why = CLOSEST[closest.reason] ?? `encountered error "${closest.reason}"`;
  return `${text} The closest matching (container-instance ${idOf(closest.instanceArn)}) ${why}. ${TROUBLESHOOTING}`;
};
