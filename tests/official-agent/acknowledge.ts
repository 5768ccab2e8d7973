import type { Channel } from "./channel.ts";

/** A frame of the agent. */
export const envelope = (type: string, message: unknown): string => JSON.stringify({ type, message });

/** Section 5.3: an acknowledgement repeats the message's own values. */
export const acknowledge = (
  channel: Channel,
  message: {
    readonly clusterArn: string;
    readonly containerInstanceArn: string;
    readonly messageId: string;
  },
): void =>
  channel.send(
    envelope("AckRequest", {
      cluster: message.clusterArn,
      containerInstance: message.containerInstanceArn,
      messageId: message.messageId,
    }),
  );
