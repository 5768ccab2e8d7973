import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The task endpoints of this user's agents on this machine, each announced by the process that serves it. */
export type Neighbours = {
  /** Announces this process's endpoint, in place of what it announced before. */
  readonly announce: (port: number) => void;
  /** The ports of all announced endpoints whose processes live; this process's own first. */
  readonly ports: () => readonly number[];
  readonly withdraw: () => void;
};

/** Where endpoints are announced: a folder that only this user may read and write. */
export const neighboursFolder = (): string => {
  const user = process.getuid?.() ?? 0;
  const runtime = user === 0 ? "/run" : (process.env["XDG_RUNTIME_DIR"] ?? tmpdir());
  return join(runtime, `portreeve-${user}`, "task-endpoints");
};

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Why so strict: whoever can announce an endpoint is asked for the credentials of others' tasks. */
const openPrivateFolder = (folder: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = lstatSync(folder);
  const around = lstatSync(dirname(folder));
  const user = process.getuid?.() ?? own.uid;
  const othersWrite = (mode: number): boolean => (mode & 0o022) !== 0;
  const isPrivate = own.isDirectory() && own.uid === user && !othersWrite(own.mode);
  // Whoever may rename this folder puts another in its place; in a sticky one, such as /tmp, only its owner may.
  const stays =
    (around.uid === user || around.uid === 0) && (!othersWrite(around.mode) || (around.mode & 0o1000) !== 0);
  if (!isPrivate || !stays) throw new Error(`${folder} may be changed by others`);
};

const readPort = (file: string): number | undefined => {
  try {
    const port = Number(readFileSync(file, "utf8"));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    // A neighbour may have withdrawn since the folder was listed.
    return undefined;
  }
};

/** Opens the folder of announcements; throws when others could write to it. `pid` is this process's own. */
export const openNeighbours = (folder: string, pid: number = process.pid): Neighbours => {
  openPrivateFolder(folder);
  const own = join(folder, String(pid));
  return {
    announce: (port) => writeFileSync(own, String(port), { mode: 0o600 }),
    ports: () => {
      const pids = readdirSync(folder).map(Number).filter(Number.isInteger);
      const living = pids.filter((each) => {
        if (lives(each)) return true;
        rmSync(join(folder, String(each)), { force: true });
        return false;
      });
      const ordered = living.sort((left, right) => Number(right === pid) - Number(left === pid));
      return ordered.flatMap((each) => readPort(join(folder, String(each))) ?? []);
    },
    withdraw: () => rmSync(own, { force: true }),
  };
};
