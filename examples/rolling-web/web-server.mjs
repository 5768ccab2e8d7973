// The web service of the story: answers its version, and lets the requests under way end when it is told to stop.
import { createServer } from "node:http";

const version = process.env.VERSION ?? "none";
const body = `${version}\n`;

const server = createServer((_request, response) => {
  response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": Buffer.byteLength(body) });
  response.end(body);
});
// Longer than the load balancer keeps a connection for later: it must be the one that lets go.
server.keepAliveTimeout = 120_000;
server.listen(80);

process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
