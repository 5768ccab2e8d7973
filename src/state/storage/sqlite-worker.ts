import { parentPort, workerData } from "node:worker_threads";
import { type FlatChanges, RowFile } from "./row-file.ts";
import { StorageError } from "./storage-error.ts";

/** What the main thread asks of the thread that writes. */
export type ToWorker = { readonly load: true } | { readonly commit: FlatChanges } | { readonly close: true };

/** What it answers, one answer for each question and in their order, but for `rows` that come before `done`. */
export type FromWorker =
  | { readonly rows: readonly string[] }
  | { readonly done: true; readonly fsyncs: number }
  | { readonly failed: string; readonly reason: StorageError["reason"] };

const ROWS_IN_A_MESSAGE = 1000;

const port = parentPort;
if (port === null) throw new Error("this file is a worker's");

const answer = (message: FromWorker): void => port.postMessage(message);

const failed = (error: unknown): void =>
  answer({
    failed: error instanceof Error ? error.message : String(error),
    reason: error instanceof StorageError ? error.reason : "Failed",
  });

const serve = (rows: RowFile): void => {
  port.on("message", (message: ToWorker) => {
    try {
      if ("load" in message) for (const list of rows.load(ROWS_IN_A_MESSAGE)) answer({ rows: list });
      if ("commit" in message) rows.commit(message.commit);
      if ("close" in message) rows.close();
      answer({ done: true, fsyncs: rows.fsyncs });
      // Why after the answer: nobody should wait for housekeeping but the next commit.
      if ("commit" in message) rows.tidy();
    } catch (error) {
      failed(error);
    }
  });
  answer({ done: true, fsyncs: rows.fsyncs });
};

try {
  serve(new RowFile(String(workerData)));
} catch (error) {
  failed(error);
}
