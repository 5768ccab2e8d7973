import { clientException } from "../../errors.ts";
import { type ContainerRule, forFargate, hasCycle, requireRange, type TaskRule } from "./rule.ts";

/**
 * What containers wait for.
 * https://github.com/dagster-io/dagster/issues/6926 (a container that is not there)
 * https://github.com/boto/boto3/issues/2436 (waiting for the end of an essential container)
 */
export const containerDependencies: TaskRule = (_task, containers) => {
  const byName = new Map(containers.map((container) => [container.name, container]));
  for (const { dependsOn } of containers) {
    for (const { containerName = "", condition } of dependsOn ?? []) {
      const target = byName.get(containerName);
      if (target === undefined) {
        throw clientException(`Cannot depend on container + '${containerName}' because it does not exist`);
      }
      if ((condition === "SUCCESS" || condition === "COMPLETE") && target.essential !== false) {
        throw clientException(
          "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container",
        );
      }
      if (condition === "HEALTHY" && target.healthCheck === undefined) {
        throw clientException(
          `Cannot depend on container '${containerName}' with HEALTHY condition because it does not have a health check`,
        );
      }
    }
  }
  const edges = new Map(
    containers.map(({ name, dependsOn }) => [
      name,
      (dependsOn ?? []).map((item) => item.containerName ?? ""),
    ]),
  );
  if (hasCycle(edges)) throw clientException("Container dependencies should not have a cycle");
};

/**
 * Links, which only the bridge network has.
 * https://github.com/aws-observability/aws-otel-collector/issues/1359 (the network mode)
 * https://github.com/Shippable/support/issues/4194 (a cycle)
 */
export const containerLinks: TaskRule = (task, containers) => {
  const edges = new Map(
    containers.map(({ name, links }) => [name, (links ?? []).map((link) => link.split(":")[0] ?? "")]),
  );
  const targets = [...edges.values()].flat();
  if (targets.length === 0) return;
  if (task.networkMode !== undefined && task.networkMode !== "bridge") {
    throw clientException(`Links are not supported when networkMode=${task.networkMode}.`);
  }
  const unknown = targets.find((target) => !edges.has(target));
  if (unknown !== undefined) {
    throw clientException(`Cannot link to container '${unknown}' because it does not exist`);
  }
  if (hasCycle(edges)) throw clientException("Container links should not have a cycle");
};

/** How long a container may take to start and to stop, in seconds; Fargate allows 2 to 120. */
export const containerTimeouts: ContainerRule = ({ name, startTimeout, stopTimeout }, task) => {
  const [lowest, highest] = forFargate(task) ? [2, 120] : [0, 2_147_483_647];
  requireRange(startTimeout, lowest, highest, `Invalid 'startTimeout' setting for container '${name}'.`);
  requireRange(stopTimeout, lowest, highest, `Invalid 'stopTimeout' setting for container '${name}'.`);
};

/**
 * When the agent starts a container again.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html
 */
export const restartPolicy: ContainerRule = ({ name, restartPolicy: policy }) => {
  if (policy === undefined) return;
  const text = `Invalid 'restartPolicy' setting for container '${name}'.`;
  requireRange(policy.restartAttemptPeriod, 60, 1800, text);
  if ((policy.ignoredExitCodes?.length ?? 0) > 50) throw clientException(text);
};
