import { defineView, type Reader, type TableDefinition, type ViewDefinition } from "../../src/state/index.ts";

/** What a transaction did to one row. */
export type RowChange<Row> = { readonly before: Row | undefined; readonly after: Row | undefined };

type Collected<Row> = { changes: Map<string, { before: Row | undefined; after: Row | undefined }> };

/** Collects what happens to the rows of a table between two readings, whatever was undone left out. */
export class Changes<Row extends object, Index extends string> {
  readonly #table: TableDefinition<Row, Index>;
  readonly #view: ViewDefinition<Row, Collected<Row>>;

  constructor(table: TableDefinition<Row, Index>) {
    this.#table = table;
    this.#view = defineView<Row>()({
      make: (): Collected<Row> => ({ changes: new Map() }),
      changed: (collected, { before, after }) => {
        const row = after ?? before;
        if (row === undefined) return;
        const key = table.key(row);
        const known = collected.changes.get(key);
        if (known === undefined) collected.changes.set(key, { before, after });
        else known.after = after;
      },
    });
  }

  /** What changed since the last reading of this state, one entry for each row. */
  take(state: Reader): readonly RowChange<Row>[] {
    const collected = state.table(this.#table).view(this.#view);
    const changes = [...collected.changes.values()].filter(({ before, after }) => before !== after);
    collected.changes = new Map();
    return changes;
  }
}
