import {
  InvalidMessageError,
  listOf,
  type Members,
  membersOf,
  optionalNumber,
  optionalText,
  requiredText,
} from "../reading.ts";
import { readDesiredStatus, readPayloadTask, readRoleCredentials } from "../tasks/read-payload-task.ts";
import type { IncomingTask, TaskEngine } from "../tasks/task-engine.ts";
import type { RoleType } from "../tasks/task-record.ts";
import type { MessageHandler } from "./control-channel.ts";

const readIncoming = (value: unknown): IncomingTask => {
  const members = membersOf(value, "tasks");
  const application = readRoleCredentials(members["roleCredentials"]);
  const execution = readRoleCredentials(members["executionRoleCredentials"]);
  return {
    task: readPayloadTask(members),
    desiredStatus: readDesiredStatus(members),
    credentials: {
      ...(application === undefined
        ? {}
        : ({ TaskApplication: application } satisfies Partial<Record<RoleType, object>>)),
      ...(execution === undefined ? {} : { TaskExecution: execution }),
    },
  };
};

const arnOf = (value: unknown): string | undefined => {
  try {
    return optionalText(membersOf(value, "tasks"), "arn");
  } catch {
    return undefined;
  }
};

/**
 * PayloadMessage: tasks to start or stop. It is acknowledged when they are on disk, not when they run; not at all if
 * one of them makes no sense, though the others start and that one is reported as stopped.
 */
export const payloadHandler =
  (engine: TaskEngine, seen: (seqNum: number) => void): MessageHandler =>
  async (message: Members, reply) => {
    const messageId = requiredText(message, "messageId");
    const cluster = requiredText(message, "clusterArn");
    const containerInstance = requiredText(message, "containerInstanceArn");
    const incoming: IncomingTask[] = [];
    let invalid: InvalidMessageError | undefined;
    for (const value of listOf(message, "tasks", (item) => item))
      try {
        incoming.push(readIncoming(value));
      } catch (error) {
        if (!(error instanceof InvalidMessageError)) throw error;
        invalid = error;
        const arn = arnOf(value);
        // The misspelling is Amazon's: control planes may look for it.
        if (arn !== undefined)
          engine.refuse(arn, `UnrecogniedTaskError: Error loading task - ${error.message}`);
      }
    await engine.accept(incoming);
    const seqNum = optionalNumber(message, "seqNum");
    if (seqNum !== undefined) seen(seqNum);
    if (invalid !== undefined) throw invalid;
    reply("AckRequest", { cluster, containerInstance, messageId });
    for (const { credentials } of incoming)
      for (const { credentialsId, expiration } of Object.values(credentials))
        reply("IAMRoleCredentialsAckRequest", { messageId, credentialsId, expiration });
  };
