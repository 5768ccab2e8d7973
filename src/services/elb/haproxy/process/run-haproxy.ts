import { spawn } from "node:child_process";

/** What a run of HAProxy's program said before it ended, or went to the background. */
export type HaproxyRun = { readonly ok: boolean; readonly output: string };

const LONGEST = 30_000;

/**
 * Runs HAProxy's program until it ends; with `-D` that is when the daemon listens, or has failed to. The daemon is a
 * child of nobody: it outlives this process.
 */
export const runHaproxy = (program: string, args: readonly string[]): Promise<HaproxyRun> =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "ignore", "pipe"],
      // What the control plane has in its environment is no business of HAProxy's.
      env: { PATH: process.env["PATH"] ?? "" },
      cwd: "/",
      timeout: LONGEST,
      killSignal: "SIGKILL",
    });
    let output = "";
    child.stderr.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString("utf8")).slice(-65_536);
    });
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    // Why not "close": a daemon that keeps the pipe would keep it open.
    child.on("exit", (code) =>
      setImmediate(() => {
        child.stderr.destroy();
        resolve({ ok: code === 0, output });
      }),
    );
  });
