import { clientException } from "../../errors.ts";
import { isFargateSize, taskCpu, taskMemory } from "../task-size.ts";
import { forFargate, type NamedContainer, type TaskRule } from "./rule.ts";

const ECR_IMAGE = /^[0-9]{12}\.dkr[.-]ecr[.-]/;

/** Whether an image is in a private registry of Amazon ECR, which takes credentials to read. */
export const isEcrImage = (image: string | undefined): boolean => ECR_IMAGE.test(image ?? "");

/**
 * What AWS Fargate requires of a task.
 * https://github.com/mongodb/terraform-aws-ecs-task-definition/issues/38 (size)
 * https://github.com/aws/amazon-ecs-cli/issues/1145 (network mode; the quotes are AWS's)
 * https://github.com/aws/amazon-ecs-cli/issues/463 (a size it does not have)
 * https://github.com/cn-terraform/terraform-aws-ecs-fargate/issues/2 (ipcMode)
 * https://github.com/hashicorp/terraform-provider-aws/issues/26337 (placement constraints)
 * https://github.com/pulumi/pulumi-awsx/pull/517 (ECR)
 */
export const fargate: TaskRule = (task, containers) => {
  if (!forFargate(task)) return;
  const cpu = taskCpu(task.cpu);
  const memory = taskMemory(task.memory);
  if (cpu === undefined) throw clientException("Fargate requires that 'cpu' be defined at the task level.");
  if (memory === undefined)
    throw clientException("Fargate requires that 'memory' be defined at the task level.");
  if (task.networkMode !== "awsvpc") throw clientException("Fargate only supports network mode ‘awsvpc’.");
  if (!isFargateSize(cpu, memory)) throw clientException("No Fargate configuration exists for given values.");
  if (task.ipcMode !== undefined) {
    throw clientException("Tasks using the Fargate launch type do not support ipcMode.");
  }
  if (task.pidMode === "host") {
    throw clientException("Tasks using the Fargate launch type do not support pidMode 'host'.");
  }
  if ((task.placementConstraints?.length ?? 0) > 0) {
    throw clientException("Placement constraints are not supported with FARGATE.");
  }
  for (const container of containers) requireFargateContainer(container);
  if (containers.some(({ image }) => isEcrImage(image)) && !task.executionRoleArn) {
    throw clientException(
      "Fargate requires task definition to have execution role ARN to support ECR images.",
    );
  }
};

const requireFargateContainer = (container: NamedContainer): void => {
  if (container.privileged === true) {
    throw clientException("Tasks using the Fargate launch type do not support privileged.");
  }
  if ((container.dockerSecurityOptions?.length ?? 0) > 0) {
    throw clientException("Tasks using the Fargate launch type do not support dockerSecurityOptions.");
  }
};
