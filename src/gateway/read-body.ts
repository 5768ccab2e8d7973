import type { IncomingMessage } from "node:http";

/** The largest request, in bytes. */
export const largestBody = 1024 * 1024;

const empty = new Uint8Array(0);

/**
 * Reads a request's body. Resolves with `"too large"` as soon as it is known to be more than `largestBody`
 * bytes, with `"aborted"` when the client goes away in the middle.
 */
export const readBody = (request: IncomingMessage): Promise<Uint8Array | "too large" | "aborted"> => {
  const declared = request.headers["content-length"];
  if (declared === "0" || (declared === undefined && request.headers["transfer-encoding"] === undefined))
    return Promise.resolve(empty);
  if (Number(declared) > largestBody) return Promise.resolve("too large");
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > largestBody) {
        chunks.length = 0;
        resolve("too large");
      } else chunks.push(chunk);
    });
    request.on("end", () => {
      const [only] = chunks;
      resolve(only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks));
    });
    request.on("error", () => resolve("aborted"));
    request.on("close", () => resolve("aborted"));
  });
};
