import { command } from "./client.ts";
import type { ServerBook } from "./server-book.ts";

const isGone = (answer: string | undefined): boolean =>
  answer !== undefined && /deleted|No such server/i.test(answer);

/** Removes the servers that were on their way out and have no connections any more. Never rejects. */
export const sweepServers = async (socket: string, book: ServerBook): Promise<void> => {
  for (const { poolId, server, commands } of book.leaving()) {
    const answers: (string | undefined)[] = [];
    for (const each of commands) answers.push(await command(socket, [each]).catch(() => undefined));
    if (answers.every(isGone)) book.forget(poolId, server);
  }
};
