import { isDeepStrictEqual } from "node:util";
import type { CreateServiceRequest, UpdateServiceRequest } from "@aws-sdk/client-ecs";
import type { RunContext } from "../../../../operation/index.ts";
import { invalidParameter } from "../../errors.ts";
import type { TaskDefinitionRow } from "../../task-definitions/table.ts";
import type { ServiceRow } from "../table.ts";
import { checkContainers, checkedGracePeriod, readLoadBalancers } from "./checked-load-balancers.ts";
import type { ServiceLoadBalancer } from "./service-load-balancer.ts";
import { ensureLinkedRole, linkedRoleArn, schedulerRole } from "./service-role.ts";
import { validateLoadBalancers } from "./validate-load-balancers.ts";

type Part = Pick<ServiceRow, "roleArn" | "loadBalancers" | "healthCheckGracePeriodSeconds">;

/**
 * A new service's load balancers, and the role that it calls them in.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
 *
 * @throws AwsError InvalidParameterException or UnsupportedFeatureException
 */
export const loadBalancersOfNew = (
  context: RunContext<CreateServiceRequest>,
  serviceArn: string,
  definition: TaskDefinitionRow,
  launchType: ServiceRow["launchType"],
): Part => {
  const { input, scope } = context;
  const loadBalancers = readLoadBalancers(input.loadBalancers ?? []);
  const grace = checkedGracePeriod(input.healthCheckGracePeriodSeconds, loadBalancers);
  if (loadBalancers.length === 0) {
    if (input.role) throw invalidParameter("Roles are not allowed for services without load balancers.");
    // Nothing is called in it yet: it is made once it is needed, if whoever needs it may.
    return { roleArn: linkedRoleArn(scope) };
  }
  requireRegistrable(launchType);
  checkContainers(definition, loadBalancers);
  const roleArn = schedulerRole(context, definition.definition, loadBalancers);
  validateLoadBalancers(context, { arn: serviceArn, roleArn }, definition, loadBalancers);
  return { roleArn, loadBalancers, ...graceOf(grace) };
};

/**
 * What a service has of that after an update: the role stays, and what is left out stays. A definition that is new
 * must go with the load balancers that are there.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 *
 * @throws AwsError InvalidParameterException or UnsupportedFeatureException
 */
export const loadBalancersOfUpdated = (
  context: RunContext<UpdateServiceRequest>,
  before: ServiceRow,
  definition: TaskDefinitionRow,
): Part => {
  const { input } = context;
  const { roleArn } = before;
  const present = before.loadBalancers ?? [];
  const loadBalancers = input.loadBalancers === undefined ? present : readLoadBalancers(input.loadBalancers);
  const grace =
    checkedGracePeriod(input.healthCheckGracePeriodSeconds, loadBalancers) ??
    before.healthCheckGracePeriodSeconds;
  if (loadBalancers.length > 0) requireRegistrable(before.launchType);
  const other = definition.arn !== before.taskDefinitionArn;
  const changed = !isDeepStrictEqual(loadBalancers, present);
  if (other || changed) checkContainers(definition, loadBalancers);
  if (changed && loadBalancers.length > 0 && roleArn === linkedRoleArn(context.scope)) {
    ensureLinkedRole(context);
  }
  if (changed || (other && loadBalancers.length > 0)) {
    validateLoadBalancers(context, { arn: before.arn, roleArn }, definition, loadBalancers);
  }
  return { roleArn, ...(keepsAny(before, loadBalancers) ? { loadBalancers } : {}), ...graceOf(grace) };
};

const keepsAny = (before: ServiceRow, loadBalancers: readonly ServiceLoadBalancer[]): boolean =>
  before.loadBalancers !== undefined || loadBalancers.length > 0;

const graceOf = (seconds: number | undefined): Pick<ServiceRow, "healthCheckGracePeriodSeconds"> =>
  seconds === undefined ? {} : { healthCheckGracePeriodSeconds: seconds };

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-anywhere.html (considerations) */
const requireRegistrable = (launchType: ServiceRow["launchType"]): void => {
  if (launchType === "EXTERNAL") {
    throw invalidParameter("Launch type EXTERNAL does not support load balancers.");
  }
};
