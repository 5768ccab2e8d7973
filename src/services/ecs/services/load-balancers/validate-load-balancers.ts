import type { TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import { AwsError, type Caller, type RunContext } from "../../../../operation/index.ts";
import { invalidParameter } from "../../errors.ts";
import { type ElbOperation, elb } from "../../scheduler/load-balancers/elb-operations.ts";
import type { TaskDefinitionRow } from "../../task-definitions/table.ts";
import type { ServiceLoadBalancer } from "./service-load-balancer.ts";
import { schedulerSession } from "./service-role.ts";

/** https://github.com/Shippable/support/issues/3027 */
const UNABLE_TO_VALIDATE_TARGET_GROUP =
  "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service role being passed has the proper permissions.";

/** https://github.com/hashicorp/terraform/issues/5442 */
const UNABLE_TO_VALIDATE_LISTENERS =
  "Unable to assume role and validate the listeners configured on your load balancer. Please verify the role being passed has the proper permissions.";

/**
 * Looks at a service's load balancers in the role that its tasks will be registered in. The answer does not say which
 * of the two failed, assuming the role or looking; the decisions of the request do.
 *
 * @throws AwsError InvalidParameterException
 */
export const validateLoadBalancers = (
  context: RunContext<unknown>,
  service: { readonly arn: string; readonly roleArn: string },
  { definition }: TaskDefinitionRow,
  loadBalancers: readonly ServiceLoadBalancer[],
): void => {
  if (loadBalancers.length === 0) return;
  const session = schedulerSession(context, service.arn, service.roleArn);
  for (const one of loadBalancers) {
    if (one.targetGroupArn !== undefined) {
      checkTargetGroup(context, session, definition, one.targetGroupArn);
    } else checkClassic(context, session, definition, one);
  }
};

/** The answer to a call in the role; undefined when it failed for any reason but that what it names is not there. */
const ask = <Input, Output>(
  { scope, invoke }: RunContext<unknown>,
  session: Caller | undefined,
  operation: ElbOperation<Input, Output>,
  input: Parameters<typeof operation.operation.run>[0]["input"],
  notFound: { readonly code: string; readonly message: string },
) => {
  if (session === undefined) return undefined;
  try {
    return invoke({ ...operation, input, caller: session, scope });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === notFound.code) throw invalidParameter(notFound.message);
    return undefined;
  }
};

const checkTargetGroup = (
  context: RunContext<unknown>,
  session: Caller | undefined,
  { networkMode }: TaskDefinitionRow["definition"],
  arn: string,
): void => {
  const found = ask(
    context,
    session,
    elb.describeTargetGroups(),
    { TargetGroupArns: [arn] },
    {
      code: "TargetGroupNotFound",
      message: `The target group with targetGroupArn ${arn} does not exist.`,
    },
  )?.TargetGroups?.[0];
  if (found === undefined) throw invalidParameter(UNABLE_TO_VALIDATE_TARGET_GROUP);
  // https://github.com/umotif-public/terraform-aws-ecs-fargate/issues/43
  if ((found.LoadBalancerArns?.length ?? 0) === 0) {
    throw invalidParameter(
      `The target group with targetGroupArn ${arn} does not have an associated load balancer.`,
    );
  }
  const wanted: TargetGroup["TargetType"] = networkMode === "awsvpc" ? "ip" : "instance";
  // https://github.com/riboseinc/terraform-aws-ecs-gitlab/issues/5, https://github.com/hashicorp/terraform/issues/24266
  if (found.TargetType !== wanted) {
    throw invalidParameter(
      `The provided target group ${arn} has target type ${found.TargetType}, which is incompatible with the ${networkMode ?? "bridge"} network mode specified in the task definition.`,
    );
  }
};

const checkClassic = (
  context: RunContext<unknown>,
  session: Caller | undefined,
  definition: TaskDefinitionRow["definition"],
  { loadBalancerName: name = "", containerName, containerPort }: ServiceLoadBalancer,
): void => {
  const found = ask(
    context,
    session,
    elb.describeLoadBalancers(),
    { LoadBalancerNames: [name] },
    // https://github.com/aws/amazon-ecs-agent/issues/647
    { code: "LoadBalancerNotFound", message: `The load balancer ${name} does not exist.` },
  )?.LoadBalancerDescriptions?.[0];
  if (found === undefined) throw invalidParameter(UNABLE_TO_VALIDATE_LISTENERS);
  const port =
    definition.networkMode === "host"
      ? containerPort
      : definition.containerDefinitions
          ?.find((one) => one.name === containerName)
          ?.portMappings?.find((one) => one.containerPort === containerPort)?.hostPort;
  if (!found.ListenerDescriptions?.some(({ Listener }) => Listener?.InstancePort === port)) {
    throw invalidParameter(`The load balancer ${name} does not have a listener for the host port ${port}.`);
  }
};
