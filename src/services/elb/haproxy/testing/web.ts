import { type Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** A little web server that a target is made of. */
export type Web = {
  readonly port: number;
  /** What it answers checks and requests with from now on. */
  readonly answer: (handler: (request: IncomingMessage, response: ServerResponse) => void) => void;
  readonly close: () => Promise<void>;
};

/** Starts a server that answers with its name. */
export const openWeb = (name: string): Promise<Web> =>
  new Promise((resolve) => {
    let handler = (_: IncomingMessage, response: ServerResponse): void => {
      response.end(name);
    };
    const server = createServer((incoming, response) => handler(incoming, response));
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve({
        port: typeof address === "object" && address !== null ? address.port : 0,
        answer: (next) => {
          handler = next;
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });

/** What came back. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
};

/** Asks for something on a port of this machine, over a connection of its own unless an agent keeps one. */
export const ask = (
  port: number,
  path = "/",
  options: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly method?: string;
    readonly agent?: Agent;
  } = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port,
        path,
        agent: options.agent ?? false,
        method: options.method ?? "GET",
        headers: { ...options.headers },
      },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          body += chunk;
        });
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end();
  });
