import {
  InvalidMessageError,
  listOf,
  type Members,
  membersOf,
  optionalNumber,
  optionalText,
  requiredText,
} from "../reading.ts";
import type { TaskEngine } from "../tasks/task-engine.ts";
import type { MessageHandler } from "./control-channel.ts";

/** The two messages by which the control plane and the agent agree on which tasks should not be there. */
export type ManifestHandlers = {
  readonly manifest: MessageHandler;
  readonly verification: MessageHandler;
  /** A payload carried this sequence number: older manifests are out of date. */
  readonly seen: (seqNum: number) => void;
};

/**
 * TaskManifestMessage lists all tasks that belong on the instance. The agent names those it runs beyond them, and
 * stops the ones that the TaskStopVerificationAck confirms; once for each manifest, for the latest only.
 *
 * @param watermark the timeline of the last manifest, from before a restart
 */
export const manifestHandlers = (
  engine: TaskEngine,
  cluster: string,
  containerInstanceArn: string,
  watermark: number,
  saveTimeline: (timeline: number) => void,
): ManifestHandlers => {
  let latest = watermark;
  let awaiting: { readonly messageId: string; readonly candidates: ReadonlySet<string> } | undefined;
  const readTask = (value: unknown) => {
    const members = membersOf(value, "tasks");
    return {
      taskArn: requiredText(members, "taskArn"),
      desiredStatus: optionalText(members, "desiredStatus"),
    };
  };
  return {
    seen: (seqNum) => {
      latest = Math.max(latest, seqNum);
    },
    manifest: (message: Members, reply) => {
      const messageId = requiredText(message, "messageId");
      const timeline = optionalNumber(message, "timeline");
      if (timeline === undefined) throw new InvalidMessageError("timeline must be given");
      if (timeline <= latest) return;
      latest = timeline;
      saveTimeline(timeline);
      const wanted = new Set(
        listOf(message, "tasks", readTask)
          .filter(({ desiredStatus }) => desiredStatus === "RUNNING")
          .map(({ taskArn }) => taskArn),
      );
      reply("AckRequest", {
        cluster: optionalText(message, "clusterArn") ?? cluster,
        containerInstance: optionalText(message, "containerInstanceArn") ?? containerInstanceArn,
        messageId,
      });
      const candidates = engine
        .tasks()
        .filter((task) => task.desiredStatus === "RUNNING" && !wanted.has(task.definition.arn));
      awaiting = { messageId, candidates: new Set(candidates.map((task) => task.definition.arn)) };
      if (candidates.length > 0)
        reply("TaskStopVerificationMessage", {
          messageId,
          stopCandidates: candidates.map(({ definition }) => ({
            desiredStatus: "STOPPED",
            taskArn: definition.arn,
            ...(definition.clusterArn === undefined ? {} : { taskClusterArn: definition.clusterArn }),
          })),
        });
    },
    verification: (message: Members) => {
      const messageId = requiredText(message, "messageId");
      if (awaiting?.messageId !== messageId) return;
      const { candidates } = awaiting;
      awaiting = undefined;
      for (const { taskArn } of listOf(message, "stopTasks", readTask))
        if (candidates.has(taskArn)) engine.stop(taskArn);
    },
  };
};
