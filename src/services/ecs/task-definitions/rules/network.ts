import { clientException } from "../../errors.ts";
import type { ContainerRule, TaskRule } from "./rule.ts";

/**
 * A task that has its own network interface has its own host name too.
 * https://github.com/labd/ecs-deplojo/issues/26
 */
export const hostNames: ContainerRule = ({ hostname, extraHosts }, task) => {
  if (task.networkMode === "awsvpc" && hostname) {
    throw clientException("hostname is not supported on container when networkMode=awsvpc.");
  }
  if (task.networkMode === "awsvpc" && extraHosts !== undefined && extraHosts.length > 0) {
    throw clientException("extraHosts is not supported on container when networkMode=awsvpc.");
  }
  for (const host of extraHosts ?? []) {
    if (!host.hostname || !host.ipAddress) {
      throw clientException("The hostname and ipAddress of extraHosts should not be null or empty.");
    }
  }
};

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ProxyConfiguration.html */
export const proxyConfiguration: TaskRule = (task, containers) => {
  const proxy = task.proxyConfiguration;
  if (proxy === undefined) return;
  if (task.networkMode !== "awsvpc") {
    throw clientException("proxyConfiguration is only supported when networkMode=awsvpc.");
  }
  if (!containers.some(({ name }) => name === proxy.containerName)) {
    throw clientException(
      `The proxy container '${proxy.containerName}' does not exist in the task definition.`,
    );
  }
  const properties = new Map((proxy.properties ?? []).map(({ name, value }) => [name, value]));
  const missing = ["ProxyIngressPort", "ProxyEgressPort", "AppPorts"].filter((name) => !properties.get(name));
  if (!properties.get("IgnoredUID") && !properties.get("IgnoredGID"))
    missing.push("IgnoredUID or IgnoredGID");
  if (missing.length > 0) {
    throw clientException(`proxyConfiguration requires properties: ${missing.join(", ")}`);
  }
};

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fault-injection.html */
export const faultInjection: TaskRule = (task) => {
  if (task.enableFaultInjection !== true) return;
  if (task.networkMode !== "awsvpc" && task.networkMode !== "host") {
    throw clientException("enableFaultInjection is only supported when networkMode is awsvpc or host.");
  }
};
