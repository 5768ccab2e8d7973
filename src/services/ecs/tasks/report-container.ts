import type { ContainerStateChange, ManagedAgentStateChange } from "@aws-sdk/client-ecs";
import type { TaskContainer } from "./table.ts";

const ORDER = ["PENDING", "RUNNING", "STOPPED"];

const later = (present: string, reported: string | undefined): string =>
  reported !== undefined && ORDER.indexOf(reported) > ORDER.indexOf(present) ? reported : present;

/**
 * Lays one container's change over a task's containers; a name that the task does not have changes nothing.
 * What is known stays: an agent tells each thing once, and what it tells twice is the same.
 */
export const withContainerChange = (
  containers: readonly TaskContainer[],
  change: ContainerStateChange,
): readonly TaskContainer[] =>
  containers.map((container) =>
    container.name === change.containerName ? patched(container, change) : container,
  );

const patched = (container: TaskContainer, change: ContainerStateChange): TaskContainer => {
  const { networkBindings: bindings = [], runtimeId, imageDigest, exitCode, reason } = change;
  const after: { -readonly [Member in keyof TaskContainer]: TaskContainer[Member] } = {
    ...container,
    lastStatus: later(container.lastStatus, change.status),
  };
  if (after.runtimeId === undefined && runtimeId) after.runtimeId = runtimeId;
  if (after.imageDigest === undefined && imageDigest) after.imageDigest = imageDigest;
  if (after.networkBindings.length === 0 && bindings.length > 0) after.networkBindings = bindings;
  if (change.status !== "STOPPED") return after;
  if (after.exitCode === undefined && exitCode !== undefined) after.exitCode = exitCode;
  // A container that runs may carry the text of a pull that failed before its cached image was used.
  if (after.reason === undefined && reason) after.reason = reason.slice(0, 1024);
  return after;
};

/** Lays the change of an agent within a container, such as the one of ECS Exec, over a task's containers. */
export const withManagedAgentChange = (
  containers: readonly TaskContainer[],
  change: ManagedAgentStateChange,
  now: number,
): readonly TaskContainer[] =>
  containers.map((container) => {
    if (container.name !== change.containerName || container.managedAgents === undefined) return container;
    const managedAgents = container.managedAgents.map((agent) => {
      if (agent.name !== change.managedAgentName) return agent;
      const lastStatus = later(agent.lastStatus ?? "PENDING", change.status);
      return {
        ...agent,
        lastStatus,
        ...(agent.reason === undefined && change.reason ? { reason: change.reason.slice(0, 1024) } : {}),
        ...(change.status === "RUNNING" && agent.lastStartedAt === undefined ? { lastStartedAt: now } : {}),
      };
    });
    return { ...container, managedAgents };
  });
