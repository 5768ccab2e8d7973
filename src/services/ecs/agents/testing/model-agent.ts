import type { FakeSocket } from "./fake-socket.ts";
import { tasksOf } from "./test-plane.ts";

/** A report that waits to be sent. */
export type ModelReport = {
  readonly task: string;
  readonly status: "RUNNING" | "STOPPED";
  readonly exitCode?: number;
};

/** The least that an agent does, as sections 5 and 7 of its protocol say. It keeps its tasks over reconnects. */
export class ModelAgent {
  /** Tasks it knows, and whether they run. */
  readonly tasks = new Map<string, "running" | "ended">();
  readonly outbox: ModelReport[] = [];
  #socket: FakeSocket | undefined;
  #read = 0;
  #watermark = 0;
  /** Payloads that were taken over and whose acknowledgement has yet to be sent. */
  #owed: unknown[] = [];

  attach(socket: FakeSocket): void {
    this.#socket = socket;
    this.#read = 0;
    this.#owed = [];
  }

  /** Whether its connection is there. */
  get connected(): boolean {
    return this.#socket?.readyState === 1;
  }

  /** Sends the acknowledgements that are late. */
  acknowledge(): void {
    for (const messageId of this.#owed.splice(0)) this.#socket?.receive("AckRequest", { messageId });
  }

  drop(): void {
    this.#socket?.terminate();
    this.#socket = undefined;
  }

  /** Takes at most `count` frames; answers whether there were any. Without `answering` acknowledgements stay owed. */
  take(count: number, answering: boolean): boolean {
    const socket = this.#socket;
    if (socket === undefined) return false;
    const frames = socket.sent.slice(this.#read, this.#read + count);
    this.#read += frames.length;
    for (const { type, message } of frames) {
      const { messageId } = message;
      if (type === "HeartbeatMessage") socket.receive("HeartbeatAckRequest", { messageId });
      if (type === "PayloadMessage") {
        this.#watermark = Math.max(this.#watermark, Number(message["seqNum"]));
        for (const task of tasksOf(message))
          this.#settle(String(task["arn"]), task["desiredStatus"] === "RUNNING");
        this.#owed.push(messageId);
        if (answering) this.acknowledge();
      }
      if (type === "TaskManifestMessage" && Number(message["timeline"]) > this.#watermark) {
        this.#watermark = Number(message["timeline"]);
        const wanted = new Set(
          tasksOf(message)
            .filter(({ desiredStatus }) => desiredStatus === "RUNNING")
            .map(({ taskArn }) => String(taskArn)),
        );
        const stopCandidates = this.running()
          .filter((arn) => !wanted.has(arn))
          .map((taskArn) => ({ taskArn, desiredStatus: "STOPPED" }));
        if (stopCandidates.length > 0) {
          socket.receive("TaskStopVerificationMessage", { messageId, stopCandidates });
        }
      }
      if (type === "TaskStopVerificationAck") {
        const stopTasks = message["stopTasks"] as readonly { readonly taskArn: string }[];
        for (const { taskArn } of stopTasks) this.exit(taskArn);
      }
    }
    return frames.length > 0;
  }

  running(): readonly string[] {
    return [...this.tasks].filter(([, state]) => state === "running").map(([arn]) => arn);
  }

  /** A container ends. */
  exit(task: string): void {
    if (this.tasks.get(task) !== "running") return;
    this.tasks.set(task, "ended");
    this.outbox.push({ task, status: "STOPPED", exitCode: 0 });
  }

  #settle(task: string, run: boolean): void {
    const known = this.tasks.get(task);
    if (run && known === undefined) {
      this.tasks.set(task, "running");
      this.outbox.push({ task, status: "RUNNING" });
    } else if (!run && known === undefined) {
      this.tasks.set(task, "ended");
      this.outbox.push({ task, status: "STOPPED" });
    } else if (!run) this.exit(task);
  }
}
