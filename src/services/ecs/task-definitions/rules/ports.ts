import type { NetworkMode, PortMapping } from "@aws-sdk/client-ecs";
import { clientException } from "../../errors.ts";
import { type ContainerRule, repeated, requireRange, type TaskRule } from "./rule.ts";

const MOST_PORT = 65_535;
const MOST_MAPPINGS = 100;
const MAPPING_NAME = /^[a-z0-9_][a-z0-9_-]{0,63}$/;
const RANGE = /^([0-9]{1,5})-([0-9]{1,5})$/;

/**
 * The port mappings of a container. In the network modes `awsvpc` and `host` nothing is mapped: both numbers
 * must be one.
 * https://github.com/aws/aws-cli/issues/7288 (containerPort)
 * https://github.com/aws/amazon-ecs-cli/issues/1014 (numbers that differ)
 */
export const portMappings: ContainerRule = ({ name, portMappings: mappings }, task) => {
  if (mappings === undefined || mappings.length === 0) return;
  if (task.networkMode === "none") {
    throw clientException("Port mappings are not supported when networkMode=none.");
  }
  if (mappings.length > MOST_MAPPINGS) {
    throw clientException(`Too many port mappings for container '${name}'.`);
  }
  for (const mapping of mappings) {
    if (mapping.containerPortRange === undefined) requirePorts(name, mapping, task.networkMode);
    else requirePortRange(name, mapping, task.networkMode);
    if (mapping.name !== undefined && !MAPPING_NAME.test(mapping.name)) {
      throw clientException(`Invalid 'name' setting in portMappings for container '${name}'.`);
    }
    if (mapping.appProtocol !== undefined && mapping.protocol === "udp") {
      throw clientException(`Invalid 'appProtocol' setting for container '${name}'.`);
    }
  }
};

const requirePorts = (name: string, mapping: PortMapping, mode: NetworkMode | undefined): void => {
  const { containerPort, hostPort } = mapping;
  const text = `Invalid 'containerPort' setting for container '${name}'.`;
  if (containerPort === undefined) throw clientException(text);
  requireRange(containerPort, 1, MOST_PORT, text);
  requireRange(hostPort, 0, MOST_PORT, `Invalid 'hostPort' setting for container '${name}'.`);
  const sharesNetwork = mode === "awsvpc" || mode === "host";
  if (sharesNetwork && hostPort !== undefined && hostPort !== 0 && hostPort !== containerPort) {
    throw clientException(
      `When networkMode=${mode}, the host ports and container ports in port mappings must match.`,
    );
  }
};

const requirePortRange = (name: string, mapping: PortMapping, mode: NetworkMode | undefined): void => {
  const [, first, last] = RANGE.exec(mapping.containerPortRange ?? "") ?? [];
  const [from, to] = [Number(first), Number(last)];
  const alone = mapping.containerPort === undefined && mapping.hostPort === undefined;
  if (!alone || mode === "host" || !(from >= 1 && from <= to && to <= MOST_PORT)) {
    throw clientException(`Invalid 'containerPortRange' setting for container '${name}'.`);
  }
};

/** The number a mapping takes on the host, or on the task's own interface. */
const takenPort = ({ containerPort, hostPort }: PortMapping, mode: NetworkMode | undefined) =>
  mode === "awsvpc" || mode === "host" ? hostPort || containerPort : hostPort;

/**
 * No port of the host can be mapped twice, and no name can stand for two mappings.
 * https://github.com/aws/amazon-ecs-agent/issues/1220
 */
export const portsAreDistinct: TaskRule = (task, containers) => {
  const mappings = containers.flatMap((container) => container.portMappings ?? []);
  const taken = mappings.map((mapping) => {
    const port = takenPort(mapping, task.networkMode);
    return port ? `${(mapping.protocol ?? "tcp").toUpperCase()} host port '${port}'` : undefined;
  });
  const [twice] = repeated(taken);
  if (twice !== undefined) throw clientException(`${twice} is mapped multiple times in task.`);
  const [name] = repeated(mappings.map((mapping) => mapping.name));
  if (name !== undefined)
    throw clientException(`The port mapping name '${name}' must be unique within a Task Definition.`);
};
