import type { Cipher } from "./cipher.ts";
import { assertSameKey, SEAL_CHECK_TABLE, sealCheck } from "./seal-check.ts";
import type { Storage } from "./storage/storage.ts";

/** Stored rows by table, as key, text, key, text, …, until somebody asks for the table. */
export class StoredRows {
  readonly #tables = new Map<string, string[]>();
  #size = 0;

  add(table: string, key: string, text: string): void {
    const rows = this.#tables.get(table);
    if (rows === undefined) this.#tables.set(table, [key, text]);
    else rows.push(key, text);
    this.#size += 1;
  }

  get size(): number {
    return this.#size;
  }

  /** Hands the rows of a table over, once. */
  take(table: string): readonly string[] {
    const rows = this.#tables.get(table) ?? [];
    this.#tables.delete(table);
    this.#size -= rows.length / 2;
    return rows;
  }
}

/** Reads all of storage, and makes sure that the cipher is the one its secrets were sealed with. */
export const loadRows = async (storage: Storage, cipher: Cipher | undefined): Promise<StoredRows> => {
  const rows = new StoredRows();
  let check: string | undefined;
  for (const { table, key, value } of await storage.load()) {
    if (table === SEAL_CHECK_TABLE) check = value;
    else rows.add(table, key, value);
  }
  if (check !== undefined) assertSameKey(check, cipher);
  else if (cipher !== undefined && storage.forgets !== true) await storage.commit([sealCheck(cipher)]);
  return rows;
};
