import type { Reader } from "../../../../state/index.ts";
import { containerInstanceTable } from "../../container-instances/table.ts";
import type { ServiceLoadBalancer } from "../../services/load-balancers/service-load-balancer.ts";
import { taskDefinitionTable } from "../../task-definitions/table.ts";
import type { TaskRow } from "../../tasks/table.ts";
import type { RegistrationTarget } from "./registration-table.ts";

/**
 * Where a task listens for a load balancer: with a network interface of its own at that address, otherwise at its
 * container instance, on the host port that the container port is bound to. undefined while that is not known.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html (loadBalancers)
 */
export const targetOfTask = (
  state: Reader,
  task: TaskRow,
  { containerName, containerPort }: ServiceLoadBalancer,
): RegistrationTarget | undefined => {
  const mode = state.table(taskDefinitionTable).get(task.taskDefinitionArn)?.definition.networkMode;
  if (mode === "awsvpc") {
    const id = addressOf(task);
    return id === undefined ? undefined : { id, port: containerPort };
  }
  const instance = state.table(containerInstanceTable).get(task.containerInstanceArn ?? "");
  const id = instance?.ec2InstanceId;
  const container = task.containers.find(({ name }) => name === containerName);
  const binding = container?.networkBindings.find((one) => one.containerPort === containerPort);
  const port = binding?.hostPort ?? (mode === "host" ? containerPort : undefined);
  return id === undefined || port === undefined ? undefined : { id, port };
};

const addressOf = ({ containers, attachments }: TaskRow): string | undefined =>
  containers.flatMap(({ networkInterfaces }) => networkInterfaces)[0]?.privateIpv4Address ??
  attachments.flatMap(({ details }) => details ?? []).find(({ name }) => name === "privateIPv4Address")
    ?.value;
