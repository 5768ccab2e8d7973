import type { Cipher } from "./cipher.ts";
import type { TableDefinition } from "./table.ts";

type AnyDefinition = Pick<TableDefinition<object, string>, "name"> & { readonly secrets?: readonly string[] };

/** Where a secret belongs: a sealed value opens nowhere else. */
const placeOf = (table: string, key: string, member: string): string => JSON.stringify([table, key, member]);

/** Rows to and from the text that storage keeps, with their secret members sealed. */
export class RowCodec {
  readonly #cipher: Cipher | undefined;

  constructor(cipher: Cipher | undefined) {
    this.#cipher = cipher;
  }

  /** Throws when the table has secrets and there is nothing to seal them with. */
  assertCanKeep({ name, secrets = [] }: AnyDefinition): void {
    if (secrets.length > 0) this.#cipherFor(name);
  }

  /** Throws for a row that is no JSON value. */
  encode(definition: AnyDefinition, key: string, row: object): string {
    const { name, secrets = [] } = definition;
    if (secrets.length === 0) return JSON.stringify(row);
    const cipher = this.#cipherFor(name);
    const sealed: Record<string, unknown> = { ...row };
    for (const member of secrets) {
      const value = sealed[member];
      if (value !== undefined)
        sealed[member] = cipher.seal(JSON.stringify(value), placeOf(name, key, member));
    }
    return JSON.stringify(sealed);
  }

  /** Throws for text that is no row, or whose secrets were sealed elsewhere; never shows the text itself. */
  decode(definition: AnyDefinition, key: string, text: string): object {
    const { name, secrets = [] } = definition;
    const row = parse(text, name, key) as Record<string, unknown>;
    for (const member of secrets) {
      const value = row[member];
      if (value === undefined) continue;
      const plain = this.#cipherFor(name).open(String(value), placeOf(name, key, member));
      row[member] = parse(plain, name, key);
    }
    return row;
  }

  #cipherFor(table: string): Cipher {
    if (this.#cipher === undefined) {
      throw new Error(`table ${table} has secrets, and no cipher was given to seal them`);
    }
    return this.#cipher;
  }
}

const parse = (text: string, table: string, key: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Why not the cause: a parser's message quotes the text.
    throw new Error(`the stored row ${key} of ${table} is damaged`);
  }
};
