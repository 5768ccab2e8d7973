import WebSocket from "ws";
import { readFrame, type ServerFrame } from "./strict-reader.ts";

/** How a channel ended. */
export type Ending = { readonly code: number; readonly reason: string };

/** A refused upgrade. */
export class UpgradeRefused extends Error {
  readonly status: number;
  readonly body: string;
  constructor(status: number, body: string) {
    super(`refused with ${status}: ${body}`);
    this.status = status;
    this.body = body;
  }
}

const PATIENCE = 10_000;

/** The agent's end of an open channel; every frame is read as strictly as the agent does, and more. */
export class Channel {
  /** Everything that came, in order. */
  readonly frames: ServerFrame[] = [];
  /** What was wrong with frames that came. */
  readonly faults: unknown[] = [];
  readonly #socket: WebSocket;
  readonly #arrived = new Set<() => void>();
  #taken = 0;
  ending: Ending | undefined;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data, binary) => {
      try {
        if (binary) throw new Error("section 4: frames are text");
        this.frames.push(readFrame(String(data)));
      } catch (error) {
        this.faults.push(error);
      }
      this.#tell();
    });
    socket.on("close", (code, reason) => {
      this.ending = { code, reason: String(reason) };
      this.#tell();
    });
    socket.on("error", () => {});
  }

  /** The next frame of a type, later than those taken before; frames between are skipped. */
  next<Type extends ServerFrame["type"]>(type: Type): Promise<Extract<ServerFrame, { type: Type }>> {
    return this.#until(`a ${type}`, () => {
      for (let index = this.#taken; index < this.frames.length; index += 1) {
        const frame = this.frames[index];
        if (frame?.type !== type) continue;
        this.#taken = index + 1;
        return frame as Extract<ServerFrame, { type: Type }>;
      }
      return undefined;
    });
  }

  /** How the channel ended, once it has. */
  ended(): Promise<Ending> {
    return this.#until("the end of the channel", () => this.ending);
  }

  send(text: string): void {
    this.#socket.send(text);
  }

  /** Section 2.5: an agent that stops sends no close frame. */
  cut(): void {
    this.#socket.terminate();
  }

  #tell(): void {
    for (const listener of this.#arrived) listener();
  }

  #until<T>(what: string, found: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        this.#arrived.delete(look);
        settle();
      };
      const look = (): void => {
        const value = this.faults.length > 0 ? undefined : found();
        if (this.faults.length > 0) finish(() => reject(this.faults[0]));
        else if (value !== undefined) finish(() => resolve(value));
      };
      const timer = setTimeout(() => {
        const seen = this.frames.map(({ type }) => type).join(", ");
        finish(() => reject(new Error(`${what} did not come; there were: ${seen}`)));
      }, PATIENCE);
      this.#arrived.add(look);
      look();
    });
  }
}

/** Opens a channel with a signed GET; rejects with {@link UpgradeRefused}. */
export const openChannel = (url: URL, headers: Readonly<Record<string, string>>): Promise<Channel> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers: { ...headers }, perMessageDeflate: false });
    // Frames may come with the answer to the upgrade, so who listens must be there before.
    const channel = new Channel(socket);
    socket.once("open", () => resolve(channel));
    socket.once("error", reject);
    socket.once("unexpected-response", (_request, response) => {
      response.setEncoding("utf8");
      let body = "";
      response.on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => reject(new UpgradeRefused(response.statusCode ?? 0, body)));
    });
  });
