import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A socket's path has 107 characters, of which HAProxy needs some for the name it uses while it starts. */
const LONGEST = 70;

/**
 * Where the sockets of a folder are: in it, or, where its path is too long for a socket's, in one of the same owner
 * among the temporary files.
 *
 * @throws Error when somebody else's folder is in its place
 */
export const socketDirectory = (folder: string): string => {
  if (Buffer.byteLength(folder) <= LONGEST) return folder;
  const uid = process.getuid?.() ?? 0;
  const digest = createHash("sha256").update(`${uid}\n${folder}`).digest("hex").slice(0, 16);
  const short = join(Buffer.byteLength(tmpdir()) > LONGEST - 30 ? "/tmp" : tmpdir(), `portreeve-${digest}`);
  mkdirSync(short, { recursive: true, mode: 0o700 });
  const found = lstatSync(short);
  if (!found.isDirectory() || found.uid !== uid) throw new Error(`${short} belongs to somebody else`);
  chmodSync(short, 0o700);
  return short;
};
