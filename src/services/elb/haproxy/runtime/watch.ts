import { createConnection } from "node:net";

/** Follows a HAProxy; see {@link watchHaproxy}. */
export type Watch = { readonly close: () => void };

/**
 * Follows what a running HAProxy reports of its servers, and notices at once when it ends: the connection does so
 * too. Only what happens from now on is told.
 *
 * @param onEnd called once, unless closed before
 */
export const watchHaproxy = (socket: string, onReport: (line: string) => void, onEnd: () => void): Watch => {
  const connection = createConnection(socket);
  let rest = "";
  let closed = false;
  connection.on("connect", () => connection.write("show events health -w -n\n"));
  connection.on("data", (chunk) => {
    const rows = (rest + chunk.toString("utf8")).split("\n");
    rest = rows.pop() ?? "";
    for (const row of rows) if (row !== "" && !closed) onReport(row);
  });
  connection.on("error", () => {});
  connection.on("close", () => {
    if (closed) return;
    closed = true;
    onEnd();
  });
  return {
    close: () => {
      closed = true;
      connection.destroy();
    },
  };
};
