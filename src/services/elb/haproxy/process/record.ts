import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What is remembered of the HAProxy that runs, for whoever comes after this process. */
export type HaproxyRecord = {
  readonly generation: number;
  readonly pid: number;
  /** Those that only end what they have begun. */
  readonly older: readonly number[];
  /** The ports that it listens on. */
  readonly ports: readonly number[];
};

const NONE: HaproxyRecord = { generation: 0, pid: 0, older: [], ports: [] };

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((one) => Number.isInteger(one));

/** Reads the record of a folder; an unreadable one is none. */
export const readRecord = (folder: string): HaproxyRecord => {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, "running.json"), "utf8"));
    const { generation, pid, older, ports } = value as Record<string, unknown>;
    if (!Number.isInteger(generation) || !Number.isInteger(pid) || !isNumbers(older) || !isNumbers(ports))
      return NONE;
    return { generation: generation as number, pid: pid as number, older, ports };
  } catch {
    return NONE;
  }
};

/** Replaces the record of a folder. */
export const writeRecord = (folder: string, record: HaproxyRecord): void => {
  const file = join(folder, "running.json");
  writeFileSync(`${file}.new`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};
