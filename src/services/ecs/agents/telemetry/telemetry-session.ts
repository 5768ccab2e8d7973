import type { RawData, WebSocket } from "ws";
import type { ControlPlane, UpgradeCall } from "../../../../operation/index.ts";
import type { Cancel } from "../../../../world.ts";
import { readEnvelope, writeEnvelope } from "../envelope.ts";
import { HEARTBEAT_INTERVAL } from "../heartbeat.ts";
import { applyContainerHealth } from "./container-health.ts";
import { applyInstanceStatus } from "./instance-status.ts";
import { readSignedFrame } from "./signed-frame.ts";

/** What a TCS session is made of. */
export type TelemetrySessionOptions = {
  readonly plane: ControlPlane;
  readonly socket: WebSocket;
  readonly instanceArn: string;
  readonly verifyFrame: UpgradeCall["verifyFrame"];
};

/** The policy was violated; agents back off before they come again. */
const NOT_SIGNED = 1008;

const bytes = (data: RawData): Buffer => {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
};

/**
 * The control plane's end of one open TCS connection: takes metrics, the health of containers and the status of
 * the instance. Each frame must be signed by the identity that opened the connection.
 */
export class TelemetrySession {
  readonly #plane: ControlPlane;
  readonly #socket: WebSocket;
  readonly #instanceArn: string;
  readonly #verifyFrame: UpgradeCall["verifyFrame"];
  #cancelHeartbeat: Cancel = () => {};
  #queue: Promise<void> = Promise.resolve();

  constructor(options: TelemetrySessionOptions) {
    this.#plane = options.plane;
    this.#socket = options.socket;
    this.#instanceArn = options.instanceArn;
    this.#verifyFrame = options.verifyFrame;
    this.#socket.on("message", (data) => this.#receive(bytes(data)));
    // An error is followed by the close, which is what counts.
    this.#socket.on("error", () => {});
    this.#beat();
  }

  /** Closes the connection; the agent comes back at once. */
  close(reason: string): void {
    this.ended();
    this.#socket.close(1000, reason);
  }

  /** The connection is gone. */
  ended(): void {
    this.#cancelHeartbeat();
  }

  /** Nobody answers these; they keep the agent from giving up on a quiet connection. */
  #beat(): void {
    this.#send("HeartbeatMessage", { healthy: true });
    this.#cancelHeartbeat = this.#plane.world.after(HEARTBEAT_INTERVAL, () => this.#beat());
  }

  #send(type: string, message: Readonly<Record<string, unknown>>): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(writeEnvelope(type, message));
  }

  #receive(data: Buffer): void {
    const frame = readSignedFrame(data);
    if (frame === undefined || !this.#verifyFrame(frame.headers, frame.payload)) {
      this.ended();
      this.#socket.close(NOT_SIGNED, "The frame's signature does not match");
      return;
    }
    const envelope = readEnvelope(frame.payload.toString("utf8"));
    if (envelope === undefined) return;
    const { type, message } = envelope;
    switch (type) {
      case "PublishMetricsRequest":
        this.#send("AckPublishMetric", { message: "" });
        return;
      case "PublishHealthRequest":
        this.#then(() => applyContainerHealth(this.#plane, this.#instanceArn, message), "AckPublishHealth");
        return;
      case "PublishInstanceStatusRequest":
        this.#then(
          () => applyInstanceStatus(this.#plane, this.#instanceArn, message),
          "AckPublishInstanceStatus",
        );
        return;
      default:
        return;
    }
  }

  /** Acknowledges once what was told is durable. */
  #then(step: () => Promise<void>, acknowledgement: string): void {
    this.#queue = this.#queue.then(async () => {
      try {
        await step();
        this.#send(acknowledgement, { message: "" });
      } catch {
        this.close("Reconnect to continue");
      }
    });
  }
}
