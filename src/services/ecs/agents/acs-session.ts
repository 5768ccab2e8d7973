import type { WebSocket } from "ws";
import type { ControlPlane } from "../../../operation/index.ts";
import type { TaskRow } from "../tasks/table.ts";
import { acknowledge, type Delivered } from "./acknowledge.ts";
import type { CredentialBook } from "./credential-book.ts";
import { sendCredentials } from "./credentials-message.ts";
import { readEnvelope, textMember, writeEnvelope } from "./envelope.ts";
import { type Heartbeats, startHeartbeats } from "./heartbeat.ts";
import { manifestMessage, stopVerification } from "./manifest.ts";
import { payloadMessage } from "./payload-message.ts";

/** What an ACS session is made of. */
export type AcsSessionOptions = {
  readonly plane: ControlPlane;
  readonly socket: WebSocket;
  readonly instanceArn: string;
  readonly clusterArn: string;
  readonly book: CredentialBook;
};

/**
 * The control plane's end of one open ACS connection. Everything that must keep its order goes through one
 * queue: payloads, credentials, the manifest.
 */
export class AcsSession {
  readonly instanceArn: string;
  readonly clusterArn: string;
  readonly #plane: ControlPlane;
  readonly #socket: WebSocket;
  readonly #book: CredentialBook;
  readonly #unacknowledged = new Map<string, Delivered>();
  /** The status that each task was last sent with on this connection. */
  readonly #sent = new Map<string, TaskRow["desiredStatus"]>();
  #queue: Promise<void> = Promise.resolve();
  /** Tasks that came between the connection and {@link start}. */
  readonly #early: TaskRow[] = [];
  #heartbeats: Heartbeats | undefined;
  #sequence = 0;
  #lastSequence = 0;
  #manifest: string | undefined;
  #open = true;

  constructor(options: AcsSessionOptions) {
    this.instanceArn = options.instanceArn;
    this.clusterArn = options.clusterArn;
    this.#plane = options.plane;
    this.#socket = options.socket;
    this.#book = options.book;
    this.#socket.on("message", (data, binary) => {
      if (!binary) this.#receive(String(data));
    });
    // An error is followed by the close, which is what counts.
    this.#socket.on("error", () => {});
  }

  /** Begins the exchange with the numbers from `first` to `last` for payloads and manifests. */
  start(first: number, last: number): void {
    this.#sequence = first;
    this.#lastSequence = last;
    this.#heartbeats = startHeartbeats(
      this.#plane.world,
      (messageId) => this.#send("HeartbeatMessage", { messageId, healthy: true }),
      () => this.#drop(),
    );
    for (const task of this.#early.splice(0)) this.deliver(task);
  }

  /** Whether {@link start} was called and the connection is still there. */
  get started(): boolean {
    return this.#open && this.#heartbeats !== undefined;
  }

  /** Hands the agent a task in the status that is wanted of it; once per connection and status. */
  deliver(task: TaskRow): void {
    // The scheduler sees an instance's agent connected as soon as that is durable, which may be before the start.
    if (this.#open && !this.started) this.#early.push(task);
    if (!this.started || this.#sent.get(task.arn) === task.desiredStatus) return;
    this.#sent.set(task.arn, task.desiredStatus);
    this.#then(async () => {
      const payload = await payloadMessage(this.#plane, this.#book, task);
      if (payload === undefined || !this.#open) return;
      const messageId = this.#plane.world.uuid();
      this.#unacknowledged.set(messageId, { taskArn: task.arn, desiredStatus: task.desiredStatus });
      this.#send("PayloadMessage", {
        messageId,
        clusterArn: this.clusterArn,
        containerInstanceArn: this.instanceArn,
        seqNum: this.#number(),
        generatedAt: this.#plane.world.now(),
        tasks: [payload],
      });
    });
  }

  /** Sends new sessions of a task's roles. */
  sendCredentials(task: TaskRow): void {
    this.#then(() =>
      sendCredentials(this.#plane, this.#book, task, (message) =>
        this.#send("IAMRoleCredentialsMessage", message),
      ),
    );
  }

  /** Tells the agent which tasks belong on it, so that it names those it should not have. */
  sendManifest(): void {
    this.#then(async () => {
      const messageId = this.#plane.world.uuid();
      this.#manifest = messageId;
      this.#send("TaskManifestMessage", {
        messageId,
        timeline: this.#number(),
        ...manifestMessage(this.#plane, this.clusterArn, this.instanceArn),
      });
    });
  }

  /** Closes the connection; the agent comes back at once after 1000. */
  close(reason: string): void {
    this.ended();
    this.#socket.close(1000, reason);
  }

  /** The connection is gone: nothing more is sent. */
  ended(): void {
    this.#open = false;
    this.#heartbeats?.stop();
  }

  #drop(): void {
    this.ended();
    this.#socket.terminate();
  }

  #then(step: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (!this.#open) return;
      try {
        await step();
      } catch {
        // Whatever could not be sent is sent on the next connection, which the agent opens at once.
        this.close("Reconnect to continue");
      }
    });
  }

  #number(): number {
    if (this.#sequence >= this.#lastSequence) throw new Error("the connection's numbers are used up");
    this.#sequence += 1;
    return this.#sequence;
  }

  #send(type: string, message: Readonly<Record<string, unknown>>): void {
    if (this.#open && this.#socket.readyState === this.#socket.OPEN) {
      this.#socket.send(writeEnvelope(type, message));
    }
  }

  #receive(text: string): void {
    const envelope = readEnvelope(text);
    const messageId = envelope === undefined ? undefined : textMember(envelope.message, "messageId");
    if (envelope === undefined || messageId === undefined) return;
    switch (envelope.type) {
      case "HeartbeatAckRequest":
        this.#heartbeats?.acknowledged(messageId);
        return;
      case "AckRequest": {
        const delivered = this.#unacknowledged.get(messageId);
        if (delivered === undefined || !this.#unacknowledged.delete(messageId)) return;
        this.#then(() => acknowledge(this.#plane, this.instanceArn, delivered));
        return;
      }
      case "TaskStopVerificationMessage":
        // An agent takes one answer to its latest manifest.
        if (messageId !== this.#manifest) return;
        this.#manifest = undefined;
        this.#send("TaskStopVerificationAck", {
          messageId,
          generatedAt: this.#plane.world.now(),
          stopTasks: stopVerification(this.#plane, this.instanceArn, envelope.message),
        });
        return;
      default:
        return;
    }
  }
}
