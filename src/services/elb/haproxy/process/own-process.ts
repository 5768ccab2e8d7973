import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const commandLine = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
  } catch {
    if (process.platform === "linux") return "";
  }
  try {
    return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return "";
  }
};

/**
 * Whether a process is there and is a HAProxy that was started from `folder`: numbers of processes are given out
 * again, and nobody else's process may be ended.
 */
export const isOwnProcess = (pid: number, folder: string): boolean =>
  pid > 1 && commandLine(pid).includes(`${folder}/generation-`);

/** Sends a signal to a process that is {@link isOwnProcess}. */
export const signalOwn = (pid: number, folder: string, signal: NodeJS.Signals): void => {
  if (!isOwnProcess(pid, folder)) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
};
