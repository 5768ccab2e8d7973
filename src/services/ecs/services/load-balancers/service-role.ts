import { iamArn, parseArn, type Scope } from "../../../../arn.ts";
import { AwsError, type Caller, type Need, type RunContext } from "../../../../operation/index.ts";
import { createServiceLinkedRole, findRoleByArn, iam } from "../../../iam/index.ts";
import { holdRole, serviceCaller, sts } from "../../../sts/index.ts";
import { passRoleNeeds, roleArn } from "../../authorization-context.ts";
import { invalidParameter } from "../../errors.ts";
import type { TaskDefinitionRow } from "../../task-definitions/table.ts";
import type { ServiceLoadBalancer } from "./service-load-balancer.ts";

/** The service that registers tasks with load balancers, and that its role must trust. */
export const SCHEDULER_SERVICE = "ecs.amazonaws.com";

/**
 * The name of its sessions.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export const SCHEDULER_SESSION = "ecs-service-scheduler";

/**
 * The service-linked role of the service scheduler, whether it is there or not.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html
 */
export const linkedRoleArn = (scope: Scope): string =>
  iamArn(scope, `role/aws-service-role/${SCHEDULER_SERVICE}/AWSServiceRoleForECS`);

/** `iam:PassRole` for the role that a call hands to the service scheduler. */
export const schedulerRoleNeeds = (scope: Scope, role: string | undefined): readonly Need[] =>
  passRoleNeeds(scope, [role], SCHEDULER_SERVICE);

/**
 * The role in which a service's tasks are registered: the one that is named, or ECS's service-linked role, which is
 * made when it is not there and the caller may make it.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html (role)
 *
 * @throws AwsError InvalidParameterException
 */
export const schedulerRole = (
  context: RunContext<{ readonly role?: string | undefined }>,
  definition: TaskDefinitionRow["definition"],
  loadBalancers: readonly ServiceLoadBalancer[],
): string => {
  const { role } = context.input;
  if (!role) return ensureLinkedRole(context);
  const targetGroups = loadBalancers.filter(({ targetGroupArn }) => targetGroupArn !== undefined).length;
  // https://github.com/hashicorp/terraform-provider-aws/issues/4657
  if (definition.networkMode === "awsvpc" || targetGroups > 1) {
    throw invalidParameter("You cannot specify an IAM role for services that require a service linked role.");
  }
  return roleArn(context.scope, role);
};

/**
 * The service-linked role's ARN, once the role is there: ECS makes it on behalf of whoever calls, who needs to be
 * allowed to.
 * https://github.com/radkawar/stackd (testdata/aws/ecs/service_role_forwarding.json: AWS's answers, recorded)
 *
 * @throws AwsError InvalidParameterException
 */
export const ensureLinkedRole = ({ state, scope, caller, invoke }: RunContext<unknown>): string => {
  const arn = linkedRoleArn(scope);
  if (findRoleByArn(state, arn) !== undefined) return arn;
  try {
    invoke({
      service: iam,
      operation: createServiceLinkedRole,
      input: { AWSServiceName: SCHEDULER_SERVICE },
      caller: { ...caller, calledVia: [...(caller.calledVia ?? []), SCHEDULER_SERVICE] },
      scope,
    });
    return arn;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // https://github.com/aws-samples/aws-modern-application-workshop/issues/99
    throw invalidParameter(
      "Unable to assume the service linked role. Please verify that the ECS service linked role exists.",
    );
  }
};

/**
 * A session of the role for the length of a call; undefined when the service may not have one. A role is passed
 * within its account only.
 */
export const schedulerSession = (
  { scope, invoke }: RunContext<unknown>,
  serviceArn: string,
  role: string,
): Caller | undefined => {
  if (parseArn(role)?.accountId !== scope.accountId) return undefined;
  try {
    return invoke({
      service: sts,
      operation: holdRole,
      input: { RoleArn: role, RoleSessionName: SCHEDULER_SESSION },
      caller: serviceCaller(SCHEDULER_SERVICE, scope.accountId, serviceArn),
      scope,
    });
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
};
