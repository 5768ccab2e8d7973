import type { Cancel, World } from "../../../world.ts";

/** Milliseconds. Agents give up after 60 to 120 s of silence. */
export const HEARTBEAT_INTERVAL = 25_000;

/** So many heartbeats without an answer mean that nobody is there any more. */
const MISSED = 2;

/** The heartbeats of one connection. */
export type Heartbeats = {
  /** Takes note of an answer. */
  readonly acknowledged: (messageId: string) => void;
  readonly stop: () => void;
};

/**
 * Sends a heartbeat at once and then regularly, and calls `lost` when two go unanswered.
 */
export const startHeartbeats = (
  world: World,
  send: (messageId: string) => void,
  lost: () => void,
): Heartbeats => {
  const unanswered = new Set<string>();
  let cancel: Cancel = () => {};
  const beat = (): void => {
    if (unanswered.size >= MISSED) {
      lost();
      return;
    }
    const messageId = world.uuid();
    unanswered.add(messageId);
    cancel = world.after(HEARTBEAT_INTERVAL, beat);
    send(messageId);
  };
  beat();
  return {
    // An answer to a later heartbeat shows that the agent is there, so the earlier ones are forgotten too.
    acknowledged: (messageId) => {
      if (unanswered.has(messageId)) unanswered.clear();
    },
    stop: () => cancel(),
  };
};
