import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { Cancel, World } from "../../world.ts";
import type { Neighbours } from "./neighbours.ts";

/** What containers reach at 169.254.170.2; it hands each request to the agent that knows its id. */
export type Switchboard = {
  /** The endpoint of this process's agents; announced to the neighbours too. */
  readonly serve: (endpointPort: number) => void;
  /** The port it listens on; undefined while a neighbour's switchboard has it. */
  readonly port: () => number | undefined;
  /** Resolves when the first attempt to listen has succeeded or failed. */
  readonly ready: Promise<void>;
  readonly close: () => Promise<void>;
};

type Answer = { readonly status: number; readonly type: string; readonly body: Buffer };

/** Where Amazon's agent serves credentials and metadata, and where the redirection leads. */
export const TASK_ENDPOINT_PORT = 51_679;

const RETRY_PAUSE = 1_000;
const LARGEST_BODY = 16 * 1024;

/** The header in which an endpoint learns which container asks; only what comes from loopback is believed. */
export const SOURCE_HEADER = "x-portreeve-source";

const collect = async (stream: IncomingMessage, limit = Number.POSITIVE_INFINITY): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += (chunk as Buffer).length;
    if (length > limit) throw new Error("the request is too large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
};

const ask = (port: number, from: IncomingMessage, body: Buffer): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const headers = {
      "content-length": body.length,
      ...(from.headers["content-type"] === undefined ? {} : { "content-type": from.headers["content-type"] }),
      [SOURCE_HEADER]: from.socket.remoteAddress ?? "",
    };
    const asked = request(
      { host: "127.0.0.1", port, path: from.url, method: from.method, headers },
      (response) => {
        collect(response).then(
          (content) =>
            resolve({
              status: response.statusCode ?? 502,
              type: response.headers["content-type"] ?? "application/json",
              body: content,
            }),
          () => resolve(undefined),
        );
      },
    );
    asked.on("error", () => resolve(undefined));
    asked.end(body);
  });

/** An endpoint that does not know the id says so with 400 InvalidIdInRequest or 404. */
const knowsIt = ({ status, body }: Answer): boolean =>
  status !== 404 && !(status === 400 && body.includes("InvalidIdInRequest"));

/**
 * Listens where the machine's containers look for their roles' credentials. A machine has one such address, but
 * may have several agents, even several control planes: whoever has the port passes on what only a neighbour
 * can answer, and when it goes away a neighbour takes over within a second.
 */
export const createSwitchboard = (settings: {
  /** 51679 unless told. */
  readonly port?: number;
  readonly neighbours: Neighbours;
  readonly world: World;
  readonly logger: (line: string) => void;
}): Switchboard => {
  const { neighbours, world, logger } = settings;
  const wanted = settings.port ?? TASK_ENDPOINT_PORT;

  const answer = async (from: IncomingMessage): Promise<Answer> => {
    const body = await collect(from, LARGEST_BODY);
    let last: Answer | undefined;
    for (const port of neighbours.ports()) {
      const found = await ask(port, from, body);
      if (found === undefined) continue;
      if (knowsIt(found)) return found;
      last ??= found;
    }
    return last ?? { status: 503, type: "text/plain", body: Buffer.from("no agent is running") };
  };

  const server = createServer((from: IncomingMessage, response: ServerResponse) => {
    answer(from)
      .catch((): Answer => ({ status: 500, type: "text/plain", body: Buffer.from("internal error") }))
      .then(({ status, type, body }) => {
        response.writeHead(status, { "content-type": type, "content-length": body.length });
        response.end(body);
      });
  });

  let port: number | undefined;
  let closed = false;
  let told = false;
  let cancelRetry: Cancel = () => {};
  const listen = (): Promise<void> =>
    new Promise((resolve) => {
      const failed = (error: NodeJS.ErrnoException): void => {
        server.off("listening", listening);
        if (!told)
          logger(
            `task endpoint: 127.0.0.1:${wanted} is held by another process (${error.code}); waiting for it`,
          );
        told = true;
        cancelRetry = world.after(RETRY_PAUSE, () => void (closed || listen()));
        resolve();
      };
      const listening = (): void => {
        server.off("error", failed);
        const address = server.address();
        port = typeof address === "object" && address !== null ? address.port : undefined;
        resolve();
      };
      server.once("error", failed);
      server.once("listening", listening);
      server.listen(wanted, "127.0.0.1");
    });
  const ready = listen();

  return {
    serve: (endpointPort) => neighbours.announce(endpointPort),
    port: () => port,
    ready,
    close: async () => {
      closed = true;
      cancelRetry();
      neighbours.withdraw();
      await ready;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};
