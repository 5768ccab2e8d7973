import type { IncomingMessage, ServerResponse } from "node:http";
import { isIP } from "node:net";
import { isLoopback } from "./loopback.ts";

/**
 * Whether a request that came over the loopback address calls the machine by a name that is not its own: what a
 * web page does whose owner let the page's name lead to 127.0.0.1, so that the browser lets it read the answers.
 * `given` is the name the operator gave the machine; addresses cannot be made to lead elsewhere. Only for what is
 * shown without a signature: no page can sign.
 */
export const isRebound = (request: Pick<IncomingMessage, "headers" | "socket">, given: string): boolean => {
  if (!isLoopback(request.socket.localAddress)) return false;
  const name = (request.headers.host ?? "").replace(/:\d{1,5}$/, "").toLowerCase();
  const address = name.startsWith("[") && name.endsWith("]") ? name.slice(1, -1) : name;
  return isIP(address) === 0 && name !== given && name !== "localhost" && !name.endsWith(".localhost");
};

/** Answers a request that {@link isRebound}. https://www.rfc-editor.org/rfc/rfc9110#name-421-misdirected-request */
export const misdirected = (response: ServerResponse): void => {
  response.writeHead(421, { "Content-Length": 0 });
  response.end();
};
