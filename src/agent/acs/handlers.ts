import { membersOf, optionalText, requiredText } from "../reading.ts";
import { readRoleCredentials } from "../tasks/read-payload-task.ts";
import type { TaskEngine } from "../tasks/task-engine.ts";
import type { MessageHandler } from "./control-channel.ts";
import type { ManifestHandlers } from "./manifest.ts";
import { payloadHandler } from "./payload.ts";

/** IAMRoleCredentialsMessage: new credentials for a role of a task. Unknown tasks and roles get no answer. */
const credentialsHandler =
  (engine: TaskEngine): MessageHandler =>
  (message, reply) => {
    const messageId = requiredText(message, "messageId");
    const taskArn = requiredText(message, "taskArn");
    const roleType = requiredText(message, "roleType");
    const given = readRoleCredentials(membersOf(message["roleCredentials"], "roleCredentials"));
    if (given === undefined || (roleType !== "TaskApplication" && roleType !== "TaskExecution")) return;
    if (!engine.renew(taskArn, roleType, given)) return;
    reply("IAMRoleCredentialsAckRequest", {
      messageId,
      credentialsId: given.credentialsId,
      expiration: given.expiration,
    });
  };

const acknowledge: MessageHandler = (message, reply) =>
  reply("AckRequest", {
    cluster: requiredText(message, "clusterArn"),
    containerInstance: requiredText(message, "containerInstanceArn"),
    messageId: requiredText(message, "messageId"),
  });

const refuseUpdate: MessageHandler = (message, reply) =>
  reply("NackRequest", {
    cluster: optionalText(message, "clusterArn") ?? "",
    containerInstance: optionalText(message, "containerInstanceArn") ?? "",
    messageId: requiredText(message, "messageId"),
    reason: "Updates are disabled",
  });

/** What the agent does with each type of message of the control plane. */
export const messageHandlers = (parts: {
  readonly engine: TaskEngine;
  readonly manifest: ManifestHandlers;
  readonly onHeartbeat: () => void;
  readonly logger: (line: string) => void;
}): Readonly<Record<string, MessageHandler>> => ({
  HeartbeatMessage: (message, reply) => {
    reply("HeartbeatAckRequest", { messageId: requiredText(message, "messageId") });
    parts.onHeartbeat();
  },
  PayloadMessage: payloadHandler(parts.engine, parts.manifest.seen),
  IAMRoleCredentialsMessage: credentialsHandler(parts.engine),
  TaskManifestMessage: parts.manifest.manifest,
  TaskStopVerificationAck: parts.manifest.verification,
  AttachTaskNetworkInterfacesMessage: acknowledge,
  AttachInstanceNetworkInterfacesMessage: acknowledge,
  ConfirmAttachmentMessage: acknowledge,
  StageUpdateMessage: refuseUpdate,
  PerformUpdateMessage: refuseUpdate,
  CloseMessage: (message) =>
    parts.logger(`ACS: the control plane closes: ${optionalText(message, "message") ?? ""}`),
  ErrorMessage: (message) => parts.logger(`ACS: error: ${optionalText(message, "message") ?? ""}`),
});
