import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Identity } from "./clients/client.ts";

const main = fileURLToPath(new URL("../../bin/portreeve.mjs", import.meta.url));

/** How the control plane is started; as `portreeve up` does when left out. */
export type HarbourOptions = {
  readonly iam?: "enforce" | "audit";
  readonly containers?: "docker" | "simulated";
};

/** A control plane of the voyage's own, on a data folder of its own. */
export type Harbour = {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly folder: string;
  readonly root: Identity;
  /** Kills the process without a warning and starts it again on the same folder and port. */
  readonly killAndRestart: () => Promise<void>;
  /** Stops the process as a person would and starts it again, with another mode, on the same folder and port. */
  readonly restart: (iam: NonNullable<HarbourOptions["iam"]>) => Promise<void>;
  /** Runs `portreeve` with the folder's data; answers what it printed. */
  readonly portreeve: (args: readonly string[]) => Promise<string>;
  /** The same without what it printed to the side: what a file would hold. */
  readonly portreeveOutput: (args: readonly string[]) => Promise<string>;
  readonly close: () => Promise<void>;
};

const start = (
  folder: string,
  port: string,
  { iam = "enforce", containers = "docker" }: HarbourOptions,
): Promise<{ process: ChildProcess; url: string }> =>
  new Promise((resolve, reject) => {
    const modes = ["--iam", iam, "--containers", containers];
    const child = spawn(process.execPath, [main, "up", "--data", folder, "--port", port, ...modes], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    // Whoever started it may break off in the middle; nothing of it stays behind then.
    process.once("exit", () => child.kill("SIGKILL"));
    let output = "";
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (url !== undefined && output.includes("ready")) resolve({ process: child, url });
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("exit", (code) => reject(new Error(`portreeve up ended with ${code}:\n${output}`)));
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
  });

/** Starts a control plane on a new folder. */
export const openHarbour = async (options: HarbourOptions = {}): Promise<Harbour> => {
  const folder = mkdtempSync(join(tmpdir(), "portreeve-voyage-"));
  const accountId = "123456789012";
  let current = options;
  let { process: child, url } = await start(folder, "0", options);
  const port = new URL(url).port;
  const credentials = JSON.parse(readFileSync(join(folder, "accounts", `${accountId}.json`), "utf8")) as {
    accessKeyId: string;
    secretAccessKey: string;
  };
  const run = (args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [main, ...args, "--data", folder], (_, stdout, stderr) =>
        resolve({ stdout, stderr }),
      );
    });
  return {
    endpoint: url,
    region: "us-east-1",
    accountId,
    folder,
    root: { name: "admin", ...credentials },
    killAndRestart: async () => {
      child.kill("SIGKILL");
      await ended(child);
      ({ process: child } = await start(folder, port, current));
    },
    restart: async (iam) => {
      child.kill("SIGTERM");
      await ended(child);
      current = { ...options, iam };
      ({ process: child } = await start(folder, port, current));
    },
    portreeve: async (args) => {
      const { stdout, stderr } = await run(args);
      return stdout + stderr;
    },
    portreeveOutput: async (args) => (await run(args)).stdout,
    close: async () => {
      child.kill("SIGTERM");
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
