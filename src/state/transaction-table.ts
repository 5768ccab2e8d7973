import type { MemoryTable } from "./memory-table.ts";
import type { TableWriter } from "./table.ts";
import type { AnyTable, WriteLog } from "./write-log.ts";

/** One table as a transaction sees it. `writable` throws when the transaction is over. */
export const transactionTable = <Row extends object, Index extends string>(
  table: MemoryTable<Row, Index>,
  log: WriteLog,
  writable: () => void,
): TableWriter<Row, Index> => {
  // INVARIANT: only rows of this table's own type are written through it.
  const untyped = table as unknown as AnyTable;
  return {
    get: (key) => table.get(key),
    by: (index, value) => table.by(index, value),
    countBy: (index, value) => table.countBy(index, value),
    all: () => table.all(),
    view: (definition) => table.view(definition),
    get size() {
      return table.size;
    },
    put: (row) => {
      writable();
      const key: unknown = table.definition.key(row);
      if (typeof key !== "string") throw new TypeError(`a row of ${table.definition.name} has no key`);
      log.put(untyped, key, row);
    },
    delete: (key) => {
      writable();
      log.delete(untyped, key);
    },
  };
};
