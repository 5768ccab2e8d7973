import type { World } from "../../world.ts";
import { createBackoff } from "../connection/backoff.ts";
import type { Connection } from "../connection/connection.ts";
import { keepConnected } from "../connection/keep-connected.ts";
import type { CredentialSource } from "../identity/credential-source.ts";
import { InvalidMessageError, type Members, membersOf, requiredText } from "../reading.ts";
import { webSocketUrl } from "../registration/poll-endpoint.ts";
import { agentHash, agentVersion } from "../version.ts";

/** Sends a message to the control plane. */
export type Reply = (type: string, message: object) => void;

/** Handles one type of message; a rejection or an {@link InvalidMessageError} means no answer at all. */
export type MessageHandler = (message: Members, reply: Reply) => Promise<void> | void;

/** What the agent does with ACS, the connection by which the control plane sends it tasks. */
export type ControlChannelSettings = {
  readonly endpoint: () => Promise<string>;
  readonly cluster: string;
  readonly containerInstanceArn: string;
  readonly dockerVersion: string;
  readonly region: string;
  readonly credentials: CredentialSource;
  readonly world: World;
  readonly logger: (line: string) => void;
  readonly signal: AbortSignal;
  readonly handlers: Readonly<Record<string, MessageHandler>>;
  readonly onOpen: () => void;
  readonly onEnd: () => void;
};

/** Keeps the ACS connection open until `signal` aborts. Messages are handled one after the other, in order. */
export const runControlChannel = (settings: ControlChannelSettings): Promise<void> => {
  const { world, logger, handlers } = settings;
  let first = true;
  let connection: Connection | undefined;
  let queue: Promise<void> = Promise.resolve();

  const handle = async (text: string, to: Connection | undefined): Promise<void> => {
    try {
      const envelope = membersOf(JSON.parse(text), "message");
      const type = requiredText(envelope, "type");
      const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
      if (handler === undefined) return logger(`ACS: no use for a ${type}`);
      await handler(membersOf(envelope["message"], type), (replyType, message) =>
        to?.send(JSON.stringify({ type: replyType, message })),
      );
    } catch (error) {
      const why =
        error instanceof InvalidMessageError || error instanceof SyntaxError ? error.message : String(error);
      logger(`ACS: a message was dropped: ${why}`);
    }
  };

  return keepConnected({
    name: "ACS",
    url: async () =>
      webSocketUrl(await settings.endpoint(), {
        agentHash,
        agentVersion,
        clusterArn: settings.cluster,
        containerInstanceArn: settings.containerInstanceArn,
        dockerVersion: `DockerVersion: ${settings.dockerVersion}`,
        protocolVersion: "2",
        sendCredentials: String(first),
        seqNum: "1",
      }),
    region: settings.region,
    credentials: settings.credentials,
    world,
    logger,
    signal: settings.signal,
    backoff: createBackoff(world, 250, 120_000, 1.5),
    onOpen: (opened) => {
      connection = opened;
      first = false;
      settings.onOpen();
    },
    onEnd: () => {
      connection = undefined;
      settings.onEnd();
    },
    onMessage: (text) => {
      const to = connection;
      queue = queue.then(() => handle(text, to));
    },
  });
};
