import { loadBalancerText } from "../../services/load-balancers/service-load-balancer.ts";
import type { RegistrationRow } from "./registration-table.ts";

/**
 * What the event log says of load balancers, in AWS's words.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
 */
const nameOf = (serviceArn: string): string => serviceArn.slice(serviceArn.lastIndexOf("/") + 1);

/** What a call is for, as the event of its failure says it. */
export type CallPurpose = "register" | "deregister" | "describe";

/** https://github.com/hackforla/CivicTechJobs/issues/436, https://github.com/aws/amazon-ecs-agent/issues/191 */
export const registered = (row: RegistrationRow, noun: string, count: number): string =>
  `(service ${nameOf(row.serviceArn)}) registered ${count} ${noun} in ${loadBalancerText(row.loadBalancer)}`;

/** https://github.com/hackforla/CivicTechJobs/issues/436, https://github.com/aws/amazon-ecs-agent/issues/191 */
export const deregistered = (row: RegistrationRow, noun: string, count: number): string =>
  `(service ${nameOf(row.serviceArn)}) deregistered ${count} ${noun} in ${loadBalancerText(row.loadBalancer)}`;

/** https://github.com/hackforla/CivicTechJobs/issues/436 */
export const drainingTasks = (serviceArn: string, deploymentId: string, count: number): string =>
  `(service ${nameOf(serviceArn)}, taskSet ${deploymentId}) has begun draining connections on ${count} tasks.`;

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html (register, describe)
 *
 * @param what what {@link failedCall} answers
 */
export const callFailed = (serviceArn: string, what: string, error: string): string =>
  `(service ${nameOf(serviceArn)}) failed to ${what} with (error ${error})`;

/** `register targets in (target-group …)`, `describe target health on (target-group …)`. */
export const failedCall = (
  { loadBalancer }: RegistrationRow,
  purpose: CallPurpose,
  nouns: { readonly noun: string; readonly healthNoun: string },
): string =>
  purpose === "describe"
    ? `describe ${nouns.healthNoun} on ${loadBalancerText(loadBalancer)}`
    : `${purpose} ${nouns.noun} in ${loadBalancerText(loadBalancer)}`;

/**
 * A target that fails its health checks: an instance's port, or a task at its own address; of a Classic Load Balancer
 * an instance.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html (elb),
 * https://github.com/boltops-tools/ufo (target groups, observed)
 */
export const unhealthyTarget = ({
  serviceArn,
  taskArn,
  loadBalancer,
  target,
  reason,
}: RegistrationRow): string => {
  const task = `(task ${taskArn.slice(taskArn.lastIndexOf("/") + 1)})`;
  const instance = `(instance ${target?.id})`;
  const who =
    loadBalancer.targetGroupArn === undefined
      ? `${task} ${instance}`
      : `${target?.id.startsWith("i-") ? instance : task} (port ${target?.port})`;
  const text = loadBalancerText(loadBalancer);
  return `(service ${nameOf(serviceArn)}) ${who} is unhealthy in ${text} due to (reason ${reason ?? "Health checks failed"})`;
};
