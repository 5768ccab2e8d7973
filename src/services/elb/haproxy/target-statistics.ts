import type { ServerBook } from "./runtime/server-book.ts";
import { readStatistics, type ServerStatistics } from "./runtime/statistics.ts";

/** A target with its counters. */
export type TargetStatistics = ServerStatistics & { readonly poolId: string; readonly targetId: string };

/** Reads whose counters HAProxy tells. A target has two rows: its server's and its spare's. */
export const targetStatistics = (
  answer: string,
  poolByName: ReadonlyMap<string, string>,
  book: ServerBook,
): readonly TargetStatistics[] =>
  readStatistics(answer).flatMap((row) => {
    const poolId = poolByName.get(row.pool);
    const target = poolId === undefined ? undefined : book.find(poolId, row.server.replace(/^spare-/, ""));
    return poolId === undefined || target === undefined ? [] : [{ ...row, poolId, targetId: target.id }];
  });
