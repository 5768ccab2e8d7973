import { createServer } from "node:net";
import { portHolder } from "./port-holder.ts";

/**
 * Why a port can't be listened on, in words for a person; undefined when it can. It is asked before HAProxy is:
 * a HAProxy that finds a port taken pauses its predecessor while it tries again.
 */
export const whyNotFree = (host: string, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const server = createServer();
    server.on("error", (error) => {
      const code = "code" in error ? String(error.code) : "";
      if (code === "EADDRINUSE") {
        const holder = portHolder(port);
        resolve(`Port ${port} is taken${holder === undefined ? "" : ` by ${holder}`}`);
      } else if (code === "EACCES") resolve(`Port ${port} can't be bound by this user`);
      else resolve(`Port ${port} can't be bound: ${error.message}`);
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
