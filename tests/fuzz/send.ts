import { Agent, request } from "node:http";
import type { Attempt } from "./attempt.ts";

/** An answer, read to its end. */
export type Answer = { readonly status: number; readonly text: string };

/** Milliseconds after which an answer counts as never to come. */
const HANG = 20_000;

/** Sends requests over connections that are kept. */
export const createSender = (base: string, connections: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(base);
  return {
    send: ({ method, path, headers, body }: Attempt): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const options = { agent, hostname, port, method, path, timeout: HANG };
        const sent = request(
          { ...options, headers: { ...headers, "content-length": body.length } },
          (response) => {
            response.setEncoding("utf8");
            let text = "";
            response.on("data", (chunk: string) => {
              text += chunk;
            });
            response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
            response.on("error", reject);
          },
        );
        sent.on("timeout", () => sent.destroy(new Error("no answer came")));
        sent.on("error", reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
};
