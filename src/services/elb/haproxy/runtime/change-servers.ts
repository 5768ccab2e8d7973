import { command } from "./client.ts";

/**
 * Tells HAProxy what is to become of servers; answers whether it did all of it. It does not where it has ended
 * meanwhile, nor where it can make a server only when it starts.
 */
export const changeServers = async (socket: string, commands: readonly string[]): Promise<boolean> => {
  if (commands.length === 0) return true;
  const answer = await command(socket, commands).catch(() => undefined);
  const wanted = commands.filter((each) => each.startsWith("add server ")).length;
  const made = answer?.match(/New server registered/g)?.length ?? 0;
  return answer !== undefined && made === wanted;
};
