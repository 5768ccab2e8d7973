import { EventEmitter } from "node:events";
import type { WebSocket } from "ws";

/** One end of a WebSocket without a network, as the control plane holds it; the test plays the agent. */
export class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  /** What the control plane sent, parsed. */
  readonly sent: { readonly type: string; readonly message: Record<string, unknown> }[] = [];
  closedWith: number | undefined;
  readonly #waiting = new Set<() => void>();

  send(text: string): void {
    this.sent.push(JSON.parse(text) as FakeSocket["sent"][number]);
    for (const check of [...this.#waiting]) check();
  }

  close(code = 1005): void {
    this.#end(code);
  }

  terminate(): void {
    this.#end(1006);
  }

  #end(code: number): void {
    if (this.readyState !== 1) return;
    this.readyState = 3;
    this.closedWith = code;
    queueMicrotask(() => this.emit("close", code, Buffer.alloc(0)));
    for (const check of [...this.#waiting]) check();
  }

  /** The agent sends a frame. */
  receive(type: string, message: Readonly<Record<string, unknown>>): void {
    this.emit("message", Buffer.from(JSON.stringify({ type, message })), false);
  }

  /** The agent sends bytes as they are. */
  receiveRaw(data: string): void {
    this.emit("message", Buffer.from(data), false);
  }

  ofType(type: string): readonly Record<string, unknown>[] {
    return this.sent.filter((frame) => frame.type === type).map(({ message }) => message);
  }

  /** The messages of a type once there are `count` of them. */
  async waitFor(type: string, count = 1): Promise<readonly Record<string, unknown>[]> {
    await this.until(() => this.ofType(type).length >= count);
    return this.ofType(type);
  }

  /** Resolves once `holds`, looked at after each frame. */
  async until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve) => {
      const check = (): void => {
        if (!holds()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
    });
  }

  /** As the type that the control plane takes. */
  get asWebSocket(): WebSocket {
    return this as unknown as WebSocket;
  }
}
