import { createConnection } from "node:net";

/** HAProxy does not answer on its socket. */
export class HaproxyUnreachableError extends Error {
  constructor(cause: unknown) {
    super("HAProxy does not answer on its control socket", { cause });
    this.name = "HaproxyUnreachableError";
  }
}

/** A line of commands must fit into HAProxy's buffer of 16 kB. */
const MOST = 12_000;
const PATIENCE = 10_000;

const exchange = (socket: string, line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const connection = createConnection(socket);
    const chunks: Buffer[] = [];
    connection.setTimeout(PATIENCE, () => connection.destroy(new Error("no answer in time")));
    connection.on("data", (chunk) => chunks.push(chunk));
    connection.on("error", (error) => reject(new HaproxyUnreachableError(error)));
    connection.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    connection.on("close", () => reject(new HaproxyUnreachableError(new Error("closed"))));
    // Why not end(): HAProxy drops a connection whose other side has ended.
    connection.write(`${line}\n`);
  });

/**
 * Sends commands to the running HAProxy, in order, as many at once as it takes, and answers everything it said.
 * https://docs.haproxy.org/2.6/management.html#9.3
 *
 * INVARIANT: commands are made of our own names, addresses and numbers; a semicolon or a line break in one would be
 * the end of it, so such a command is refused.
 */
export const command = async (socket: string, commands: readonly string[]): Promise<string> => {
  const answers: string[] = [];
  let line = "";
  const send = async (): Promise<void> => {
    if (line !== "") answers.push(await exchange(socket, line));
    line = "";
  };
  for (const one of commands) {
    if (/[;\n\r]/.test(one)) throw new Error("a command to HAProxy holds more than one");
    if (line.length + one.length > MOST) await send();
    line = line === "" ? one : `${line};${one}`;
  }
  await send();
  return answers.join("");
};
