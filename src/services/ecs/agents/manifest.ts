import type { ControlPlane } from "../../../operation/index.ts";
import { statusForAgent } from "../tasks/deactivation.ts";
import { taskTable } from "../tasks/table.ts";
import { listMember, textMember } from "./envelope.ts";

/** The members of a manifest: every task that belongs on an instance, and whether it is to run. */
export const manifestMessage = (
  plane: ControlPlane,
  clusterArn: string,
  instanceArn: string,
): Readonly<Record<string, unknown>> => ({
  clusterArn,
  containerInstanceArn: instanceArn,
  generatedAt: plane.world.now(),
  tasks: [...plane.state.table(taskTable).by("live", instanceArn)].map((task) => ({
    taskArn: task.arn,
    taskClusterArn: task.clusterArn,
    desiredStatus: statusForAgent(task),
  })),
});

/**
 * Which of the tasks that an agent found missing from its manifest it is to stop: all but those that are to run
 * on it, which it may have been given after the manifest was written.
 */
export const stopVerification = (
  plane: ControlPlane,
  instanceArn: string,
  message: Readonly<Record<string, unknown>>,
): readonly Readonly<Record<string, unknown>>[] =>
  listMember(message, "stopCandidates").flatMap((candidate) => {
    const taskArn = textMember(candidate, "taskArn");
    if (taskArn === undefined) return [];
    const task = plane.state.table(taskTable).get(taskArn);
    const belongs =
      task !== undefined &&
      task.containerInstanceArn === instanceArn &&
      task.lastStatus !== "STOPPED" &&
      statusForAgent(task) === "RUNNING";
    if (belongs) return [];
    return [
      {
        taskArn,
        taskClusterArn: textMember(candidate, "taskClusterArn") ?? "",
        desiredStatus: "STOPPED",
      },
    ];
  });
