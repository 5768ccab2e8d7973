import type { AnyOperation } from "../../../operation/index.ts";
import { discoverPollEndpoint } from "./discover-poll-endpoint.ts";
import { submitAttachmentStateChanges } from "./submit-attachment-state-changes.ts";
import { submitContainerStateChange, submitTaskStateChange } from "./submit-task-state-change.ts";

export { type AgentChannels, createAgentChannels } from "./channels.ts";
export { startEcsControllers } from "./controllers.ts";

/** The operations that agents call. Poll and StartTelemetrySession are none of these: they are upgrades. */
export const agentOperations: readonly AnyOperation[] = [
  discoverPollEndpoint,
  submitTaskStateChange,
  submitContainerStateChange,
  submitAttachmentStateChanges,
];
