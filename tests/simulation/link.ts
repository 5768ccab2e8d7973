import { EventEmitter } from "node:events";
import type { WebSocket } from "ws";
import type { ControlPlaneHost, Process } from "./control-plane.ts";
import type { Faults } from "./faults.ts";
import type { Timeline } from "./timeline.ts";

/** What the agent's end of a connection is told. */
export type AgentEnd = {
  readonly instanceArn: string | undefined;
  /** It takes no notice of messages. */
  readonly deaf: boolean;
  readonly message: (text: string) => void;
  readonly closed: (why: string) => void;
};

type Envelope = { readonly type: string; readonly message: Readonly<Record<string, unknown>> };

/** The control plane's end of a WebSocket, with as much of `ws` as it uses. */
class ServerEnd extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly #link: Link;

  constructor(link: Link) {
    super();
    this.#link = link;
  }

  send(text: string): void {
    this.#link.fromServer(text);
  }

  close(code = 1005, reason = ""): void {
    this.#link.closedByServer(code, reason);
  }

  terminate(): void {
    this.#link.closedByServer(1006, "terminated");
  }
}

/** One WebSocket connection: each direction keeps its order, takes its time, and may go silent or break. */
export class Link {
  readonly name: string;
  readonly server: ServerEnd;
  readonly #timeline: Timeline;
  readonly #host: ControlPlaneHost;
  readonly #process: Process;
  readonly #faults: Faults;
  readonly #agent: AgentEnd;
  /** Nothing arrives any more, and neither end knows. */
  #silent = false;
  #broken = false;
  #agentTold = false;
  #lastToAgent = 0;
  #lastToServer = 0;

  constructor(
    name: string,
    parts: { timeline: Timeline; host: ControlPlaneHost; process: Process; faults: Faults; agent: AgentEnd },
  ) {
    this.name = name;
    this.#timeline = parts.timeline;
    this.#host = parts.host;
    this.#process = parts.process;
    this.#faults = parts.faults;
    this.#agent = parts.agent;
    this.server = new ServerEnd(this);
    parts.process.onDeath.add(this.#serverDied);
  }

  get open(): boolean {
    return !this.#broken && this.server.readyState === 1;
  }

  /** As the type that the control plane takes. */
  get asWebSocket(): WebSocket {
    return this.server as unknown as WebSocket;
  }

  fromServer(text: string): void {
    const { type, message } = JSON.parse(text) as Envelope;
    if (!this.#host.effect(this.#process, `${type} to ${this.name}`)) return;
    this.#host.sent(this.#process, this.#agent.instanceArn, type, message);
    if (this.#broken || this.#silent || this.server.readyState !== 1 || this.#agent.deaf) return;
    this.#lastToAgent = Math.max(this.#lastToAgent, this.#timeline.now + this.#faults.delay());
    this.#timeline.after(this.#lastToAgent - this.#timeline.now, `${this.name} gets ${type}`, () => {
      if (!this.#broken && !this.#silent) this.#agent.message(text);
    });
  }

  /** The agent sends a frame. */
  send(text: string, what: string): void {
    if (this.#broken || this.#silent) return;
    this.#lastToServer = Math.max(this.#lastToServer, this.#timeline.now + this.#faults.delay());
    this.#timeline.after(this.#lastToServer - this.#timeline.now, `${this.name} sent ${what}`, () => {
      // A socket that is closing still hands over what comes in.
      if (!this.#broken && !this.#silent && this.server.readyState !== 3)
        this.server.emit("message", Buffer.from(text), false);
    });
  }

  /** The agent's process ends, or hangs up. */
  closedByAgent(): void {
    this.#agentTold = true;
    if (this.#broken) return;
    if (this.#silent) this.#broken = true;
    else this.#breakUp("its agent hung up", false);
  }

  /** The network drops the connection; `silently`, so that each end has to find out. */
  drop(silently: boolean): void {
    if (this.#broken || this.#silent) return;
    this.#timeline.note(() => `  ${this.name}: connection ${silently ? "goes silent" : "breaks"}`);
    if (!silently) {
      this.#breakUp("the network broke it", true);
      return;
    }
    this.#silent = true;
    this.#timeline.after(this.#faults.silence(), `${this.name} has heard nothing for long`, () => {
      this.#tellAgent("nothing was heard");
      this.#broken = true;
    });
  }

  closedByServer(code: number, reason: string): void {
    if (!this.#host.effect(this.#process, `close of ${this.name} (${reason})`)) return;
    if (this.server.readyState !== 1) return;
    this.server.readyState = 2;
    const quick = code === 1006 || this.#silent;
    const delay = quick ? 0 : this.#faults.delay();
    if (!this.#silent) {
      const last = Math.max(this.#lastToAgent, this.#timeline.now + delay);
      this.#timeline.after(last - this.#timeline.now, `${this.name} learns of the close`, () =>
        this.#tellAgent(reason),
      );
    }
    this.#timeline.after(2 * delay, `${this.name} is closed`, () => this.#endServer(code));
  }

  readonly #serverDied = (): void => {
    this.#broken = true;
    if (this.#silent) return;
    this.#timeline.after(this.#faults.delay(), `${this.name} loses its control plane`, () =>
      this.#tellAgent("the control plane is gone"),
    );
  };

  #breakUp(why: string, tellAgent: boolean): void {
    this.#broken = true;
    if (tellAgent)
      this.#timeline.after(this.#faults.delay(), `${this.name} notices`, () => this.#tellAgent(why));
    this.#timeline.after(this.#faults.delay(), `${this.name}: control plane notices`, () =>
      this.#endServer(1006),
    );
  }

  #endServer(code: number): void {
    if (this.server.readyState === 3) return;
    this.server.readyState = 3;
    this.#broken = true;
    this.#process.onDeath.delete(this.#serverDied);
    if (this.#process.alive) this.server.emit("close", code, Buffer.alloc(0));
  }

  #tellAgent(why: string): void {
    if (this.#agentTold) return;
    this.#agentTold = true;
    this.#agent.closed(why);
  }
}
