import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";

/** An answer with its whole body. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

/** The other end could not be reached, or hung up, or was silent for too long. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
}

const http = new HttpAgent({ keepAlive: true, maxSockets: 64 });
const https = new HttpsAgent({ keepAlive: true, maxSockets: 64 });
const largestBody = 4 * 1024 * 1024;

/**
 * One HTTP exchange over `http:` or `https:`.
 *
 * @param options.timeout milliseconds of silence after which it fails
 * @throws ConnectionError if there was no whole answer
 */
export const httpRequest = (
  url: string | URL,
  options: {
    readonly method: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly timeout: number;
    readonly signal?: AbortSignal;
  },
): Promise<HttpAnswer> =>
  new Promise((resolve, reject) => {
    const target = new URL(url);
    const secure = target.protocol === "https:";
    const fail = (error: Error) =>
      reject(new ConnectionError(`${options.method} ${target.origin}: ${error.message}`, { cause: error }));
    const request = (secure ? requestHttps : requestHttp)(
      target,
      {
        method: options.method,
        headers: { ...options.headers },
        agent: secure ? https : http,
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        response.on("data", (chunk: Buffer) => {
          length += chunk.length;
          if (length > largestBody) request.destroy(new Error("the answer is too large"));
          chunks.push(chunk);
        });
        response.on("error", fail);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.setTimeout(options.timeout, () => request.destroy(new Error("timed out")));
    request.on("error", fail);
    request.end(options.body);
  });
