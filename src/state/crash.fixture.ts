/**
 * The process that the crash test kills: clients that put rows, delete and replace them as fast as they are
 * acknowledged, and write one line for each acknowledgement. Arguments: the file, and a name for this run.
 */
import { writeSync } from "node:fs";
import { openState } from "./state.ts";
import { openSqliteStorage } from "./storage/sqlite.ts";
import { defineTable } from "./table.ts";

/** A row that says which of its client's transactions wrote it last. */
export type CrashRow = { readonly id: string; readonly round: number; readonly filler: string };

/** Each transaction writes the same round to both tables, so a torn one shows. */
export const crashTable = defineTable<CrashRow>()({ name: "test.crash", key: (row) => row.id, indexes: {} });
/** See {@link crashTable}. */
export const crashTwin = defineTable<CrashRow>()({ name: "test.twin", key: (row) => row.id, indexes: {} });

const run = async (file: string, name: string): Promise<void> => {
  const state = await openState({ storage: await openSqliteStorage({ file }) });
  const client = async (number: number): Promise<never> => {
    const id = `${name}/${number}`;
    for (let round = 1; ; round += 1) {
      await state.transact((open) => {
        const row = { id, round, filler: "x".repeat((round * 97) % 6000) };
        if (round % 5 === 0) open.table(crashTable).delete(id);
        open.table(crashTable).put(row);
        open.table(crashTwin).put(row);
      });
      // Why not stdout's stream: what it has buffered would die with the process.
      writeSync(1, `${id} ${round}\n`);
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, number) => client(number)));
};

const [, main, file, name] = process.argv;
if (main === import.meta.filename && file !== undefined && name !== undefined) await run(file, name);
