import type { WebSocket } from "ws";

type Handlers = {
  message: ((data: string, binary: boolean) => void)[];
  close: ((code: number) => void)[];
  error: ((error: Error) => void)[];
};

/** An ACS connection without a network: the control plane's end, with the agent's two functions. */
export class MemorySocket {
  readonly OPEN = 1;
  readyState = 1;
  readonly #handlers: Handlers = { message: [], close: [], error: [] };
  readonly #toAgent: (frame: string) => void;

  /** @param toAgent is given each frame that the control plane sends */
  constructor(toAgent: (frame: string) => void) {
    this.#toAgent = toAgent;
  }

  on<Event extends keyof Handlers>(event: Event, handler: Handlers[Event][number]): this {
    (this.#handlers[event] as (typeof handler)[]).push(handler);
    return this;
  }

  send(frame: string): void {
    this.#toAgent(frame);
  }

  /** The agent sends a frame. */
  fromAgent(frame: string): void {
    for (const handler of this.#handlers.message) handler(frame, false);
  }

  close(): void {
    this.readyState = 3;
    for (const handler of this.#handlers.close) handler(1000);
  }

  terminate(): void {
    this.close();
  }

  /** As the type that the control plane takes. */
  get asWebSocket(): WebSocket {
    return this as unknown as WebSocket;
  }
}
