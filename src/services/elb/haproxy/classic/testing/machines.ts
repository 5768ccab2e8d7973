import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { InstanceAddressOf } from "../../plan/classic/pool.ts";

/** Instances of tests: each has an address of this machine's own network, and all of them the same ports. */
export const ADDRESSES: Readonly<Record<string, string>> = { "i-1": "127.0.0.1", "i-2": "127.0.0.2" };

/** Where they are. */
export const addressOf: InstanceAddressOf = (id) => {
  const address = ADDRESSES[id];
  return address === undefined ? { reason: "there is no such instance" } : { address };
};

/** What an instance answers requests with. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Whether a request is a health check. */
export const isCheck = ({ headers }: IncomingMessage): boolean =>
  headers["user-agent"] === "ELB-HealthChecker/2.0";

/** A web server of an instance. */
export type Machine = { readonly answer: (next: Handler) => void; readonly close: () => Promise<void> };

/** Starts a web server on a port of an instance, which answers with the instance's id. */
export const openMachine = (id: string, port: number): Promise<Machine> =>
  new Promise((resolve, reject) => {
    let handler: Handler = (_, response) => response.end(id);
    const server = createServer((request, response) => handler(request, response));
    server.on("error", reject);
    server.listen(port, ADDRESSES[id], () =>
      resolve({
        answer: (next) => {
          handler = next;
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      }),
    );
  });
