import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Harbour } from "../../examples/shared/harbour.ts";
import { startControlPlane } from "../../src/cli/control-plane.ts";
import { dataFolder } from "../../src/cli/data-folder.ts";
import { openDecisionLog } from "../../src/decision-log/index.ts";
import { realWorld } from "../../src/world.ts";

const file = fileURLToPath(import.meta.url);
const ACCOUNT = "123456789012";

/** A control plane in a process of its own, as far as a load needs to know it. */
export type ControlPlaneProcess = Pick<Harbour, "endpoint" | "region" | "accountId" | "root"> & {
  /** Whether decisions are kept on disk, as they are at first, or dropped. */
  readonly keepDecisions: (kept: boolean) => Promise<void>;
  /** The processor time that the process has taken so far, in microseconds. */
  readonly processorTime: () => Promise<number>;
  readonly close: () => Promise<void>;
};

type Opened = { readonly endpoint: string; readonly root: Harbour["root"] };
type Request = { readonly kept?: boolean };

/** Starts a control plane whose decision log can be switched off, which no other can. */
export const openControlPlane = (): Promise<ControlPlaneProcess> =>
  new Promise((resolve, reject) => {
    const child = fork(file, ["--serve"]);
    const ended = new Promise<void>((done) => child.once("exit", () => done()));
    const ask = (request: Request): Promise<number> =>
      new Promise((answer) => {
        child.once("message", (time) => answer(Number(time)));
        child.send(request);
      });
    child.once("error", reject);
    child.once("message", (message) => {
      const { endpoint, root } = message as Opened;
      resolve({
        endpoint,
        root,
        region: "us-east-1",
        accountId: ACCOUNT,
        keepDecisions: async (kept) => {
          await ask({ kept });
        },
        processorTime: () => ask({}),
        close: () => {
          child.disconnect();
          return ended;
        },
      });
    });
  });

if (process.argv[2] === "--serve") {
  const folder = dataFolder(mkdtempSync(join(tmpdir(), "portreeve-bench-")));
  const log = openDecisionLog({ directory: folder.decisions, world: realWorld });
  let keep = true;
  const running = await startControlPlane({
    folder,
    host: "127.0.0.1",
    port: 0,
    accounts: [ACCOUNT],
    mode: "enforce",
    containers: "simulated",
    retentionDays: 14,
    version: "bench",
    decisionLog: {
      record: (record) => {
        if (keep) log.record(record);
      },
      close: log.close,
    },
    onFailure: (error) => {
      throw error;
    },
    onProblem: (message) => process.stderr.write(`${message}\n`),
  });
  // INVARIANT: one account was asked for.
  const { accessKeyId, secretAccessKey } = running.accounts[0]!;
  const opened: Opened = { endpoint: running.url, root: { name: "admin", accessKeyId, secretAccessKey } };
  process.send?.(opened);
  process.on("message", ({ kept = keep }: Request) => {
    keep = kept;
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  });
  process.once("disconnect", async () => {
    await running.close();
    rmSync(folder.path, { recursive: true, force: true });
    process.exit(0);
  });
}
