import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Listening, in the kernel's table of TCP sockets. https://docs.kernel.org/networking/proc_net_tcp.html */
const LISTENING = "0A";

const inodesOn = (port: number): ReadonlySet<string> => {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const inodes = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) => {
    const rows = readFileSync(file, "utf8").split("\n").slice(1);
    return rows.flatMap((row) => {
      const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
      return state === LISTENING && local.endsWith(`:${hex}`) ? [inode] : [];
    });
  });
  return new Set(inodes);
};

const holds = (pid: string, inodes: ReadonlySet<string>): boolean => {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => {
      const target = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
      return inodes.has(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? "");
    });
  } catch {
    // Another user's process, or one that has just ended.
    return false;
  }
};

/** Who listens on a port, such as `nginx (process 4711)`; undefined where that can't be known. */
export const portHolder = (port: number): string | undefined => {
  try {
    const inodes = inodesOn(port);
    if (inodes.size === 0) return undefined;
    const pid = readdirSync("/proc").find((name) => /^\d+$/.test(name) && holds(name, inodes));
    if (pid === undefined) return undefined;
    return `${readFileSync(`/proc/${pid}/comm`, "utf8").trim()} (process ${pid})`;
  } catch {
    return undefined;
  }
};
