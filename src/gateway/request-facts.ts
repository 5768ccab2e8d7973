import type { IncomingMessage } from "node:http";
import type { RequestFacts } from "../operation/index.ts";
import type { World } from "../world.ts";

/**
 * What is known of a request before it is read. The address is that of the connection: headers such as
 * X-Forwarded-For are the client's word, and `aws:SourceIp` decides about permissions.
 */
export const requestFacts = (request: IncomingMessage, world: World): RequestFacts => {
  const address = request.socket.remoteAddress;
  const userAgent = request.headers["user-agent"];
  return {
    requestId: world.uuid(),
    secureTransport: false,
    // Why the slice: an IPv4 client of a socket that takes both comes as `::ffff:127.0.0.1`.
    ...(address === undefined
      ? {}
      : { sourceIp: address.startsWith("::ffff:") ? address.slice(7) : address }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
};
