import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startControlPlane } from "../../src/cli/control-plane.ts";
import { dataFolder } from "../../src/cli/data-folder.ts";
import type { RootCredentials } from "../../src/cli/root-credentials.ts";

/** The account that a product has unless told otherwise. */
export const ACCOUNT = "123456789012";

/** Something that the product told its operator. */
export type Problem = { readonly message: string; readonly fields: Readonly<Record<string, unknown>> };

/** The whole product in this process, on a data folder of its own, seen from outside. */
export type Product = {
  readonly url: string;
  /** The root user's access keys, one for each account. */
  readonly accounts: readonly RootCredentials[];
  readonly root: RootCredentials;
  readonly problems: Problem[];
  /** Ends it and starts it again on the same folder and port. */
  readonly restart: () => Promise<Product>;
  readonly close: () => Promise<void>;
};

const start = async (path: string, accounts: readonly string[], port: number): Promise<Product> => {
  const problems: Problem[] = [];
  const running = await startControlPlane({
    folder: dataFolder(path),
    host: "127.0.0.1",
    port,
    accounts,
    mode: "enforce",
    containers: "simulated",
    retentionDays: 30,
    version: "0.0.0-test",
    onFailure: (error) => problems.push({ message: "a commit failed", fields: { err: error } }),
    onProblem: (message, fields) => problems.push({ message, fields }),
  });
  const [root] = running.accounts;
  if (root === undefined) throw new Error("a product has an account");
  return {
    url: running.url,
    accounts: running.accounts,
    root,
    problems,
    restart: async () => {
      await running.close();
      return start(path, accounts, Number(new URL(running.url).port));
    },
    close: async () => {
      await running.close();
      rmSync(path, { recursive: true, force: true });
    },
  };
};

/** Starts the product with simulated containers; `accounts` as `portreeve up --account`. */
export const openProduct = (accounts: readonly string[] = [ACCOUNT]): Promise<Product> =>
  start(mkdtempSync(join(tmpdir(), "portreeve-tests-")), accounts, 0);
