import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Harbour } from "../../examples/shared/harbour.ts";
import { startControlPlane } from "../../src/cli/control-plane.ts";
import { dataFolder } from "../../src/cli/data-folder.ts";

const file = fileURLToPath(import.meta.url);
const ACCOUNT = "123456789012";

/** A control plane in a process of its own, as far as a load needs to know it. */
export type ControlPlaneProcess = Pick<Harbour, "endpoint" | "region" | "accountId" | "root"> & {
  /** The processor time that the process has taken so far, in microseconds. */
  readonly processorTime: () => Promise<number>;
  readonly close: () => Promise<void>;
};

type Opened = { readonly endpoint: string; readonly root: Harbour["root"] };

/** Starts a control plane whose decisions are kept on disk, as ever, or nowhere. */
export const openControlPlane = (decisions: "kept" | "dropped"): Promise<ControlPlaneProcess> =>
  new Promise((resolve, reject) => {
    const child = fork(file, ["--serve", decisions]);
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    child.once("error", reject);
    child.once("message", (message) => {
      const { endpoint, root } = message as Opened;
      resolve({
        endpoint,
        root,
        region: "us-east-1",
        accountId: ACCOUNT,
        processorTime: () =>
          new Promise((answer) => {
            child.once("message", (time) => answer(Number(time)));
            child.send("processor time");
          }),
        close: () => {
          child.disconnect();
          return ended;
        },
      });
    });
  });

if (process.argv[2] === "--serve") {
  const folder = dataFolder(mkdtempSync(join(tmpdir(), "portreeve-bench-")));
  const nowhere = { record: () => {}, close: async () => {} };
  const running = await startControlPlane({
    folder,
    host: "127.0.0.1",
    port: 0,
    accounts: [ACCOUNT],
    mode: "enforce",
    containers: "simulated",
    retentionDays: 14,
    version: "bench",
    ...(process.argv[3] === "dropped" ? { decisionLog: nowhere } : {}),
    onFailure: (error) => {
      throw error;
    },
    onProblem: (message) => process.stderr.write(`${message}\n`),
  });
  // INVARIANT: one account was asked for.
  const { accessKeyId, secretAccessKey } = running.accounts[0]!;
  const opened: Opened = { endpoint: running.url, root: { name: "admin", accessKeyId, secretAccessKey } };
  process.send?.(opened);
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.once("disconnect", async () => {
    await running.close();
    rmSync(folder.path, { recursive: true, force: true });
    process.exit(0);
  });
}
