import type { ControlPlane } from "../../../operation/index.ts";
import type { Cancel } from "../../../world.ts";
import { taskTable } from "../tasks/table.ts";
import type { AgentChannels } from "./channels.ts";

/** Milliseconds between two looks, and how long before their end credentials are replaced. */
const INTERVAL = 10 * 60 * 1000;
const EARLY = 60 * 60 * 1000;

/** Sends connected agents new credentials for their tasks' roles well before the old ones end: agents never ask. */
export const startCredentialRefresh = (plane: ControlPlane, channels: AgentChannels): (() => void) => {
  const { state, world } = plane;
  let cancel: Cancel = () => {};
  const sweep = (): void => {
    const limit = world.now() + EARLY;
    for (const session of channels.sessions()) {
      for (const task of state.table(taskTable).by("live", session.instanceArn)) {
        const ids = [task.taskCredentialsId, task.executionCredentialsId];
        // A task that the agent has yet to take over gets its credentials with it.
        if (!task.delivered || !session.started) continue;
        if (ids.some((id) => id !== undefined && channels.credentials.endsBefore(id, limit))) {
          session.sendCredentials(task);
        }
      }
    }
    cancel = world.after(INTERVAL, sweep);
  };
  cancel = world.after(INTERVAL, sweep);
  return () => cancel();
};
