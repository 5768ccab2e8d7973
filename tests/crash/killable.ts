import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AccessKey } from "../product/clients.ts";
import { ACCOUNT } from "../product/open-product.ts";

const main = fileURLToPath(new URL("../../bin/portreeve.mjs", import.meta.url));

/** `portreeve up` as a process of its own, on a data folder of its own. */
export type Killable = {
  readonly url: string;
  readonly root: AccessKey;
  /** Kills it without a warning; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same folder and port. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const launch = (folder: string, port: string): Promise<{ child: ChildProcess; url: string }> =>
  new Promise((resolve, reject) => {
    const args = [
      "up",
      "--data",
      folder,
      "--port",
      port,
      "--region",
      "us-west-2",
      "--containers",
      "simulated",
    ];
    const child = spawn(process.execPath, [main, ...args], { stdio: ["ignore", "ignore", "pipe"] });
    let output = "";
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const url = /ready at (http:\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve({ child, url });
    });
    child.once("exit", (code) => reject(new Error(`it ended with ${code}:\n${output}`)));
  });

const gone = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
  });

/** Starts the product with simulated containers. */
export const openKillable = async (): Promise<Killable> => {
  const folder = mkdtempSync(join(tmpdir(), "portreeve-crash-"));
  let { child, url } = await launch(folder, "0");
  const { accessKeyId, secretAccessKey } = JSON.parse(
    readFileSync(join(folder, "accounts", `${ACCOUNT}.json`), "utf8"),
  ) as AccessKey;
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    child.kill(signal);
    await gone(child);
  };
  return {
    url,
    root: { accessKeyId, secretAccessKey },
    kill: () => end("SIGKILL"),
    start: async () => {
      ({ child } = await launch(folder, new URL(url).port));
    },
    close: async () => {
      await end("SIGTERM");
      // The host of the instances may be about to write its last.
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
};
