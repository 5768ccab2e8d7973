import type { State, TableDefinition, TableReader, TableWriter, Transaction } from "../../src/state/index.ts";

/** How often a control plane has touched its rows. */
export type Touched = { read: number; written: number; looks: number };

/** A state that counts the rows which are read and written through it; views and counts cost no row. */
export const countingState = (state: State, touched: Touched): State => {
  const counted = <Row>(rows: Iterable<Row>): Iterable<Row> => {
    const list = Array.isArray(rows) ? (rows as readonly Row[]) : [...rows];
    touched.read += list.length;
    return list;
  };
  const reads = <Row extends object, Index extends string>(
    table: TableReader<Row, Index>,
  ): TableReader<Row, Index> => ({
    get: (key) => {
      touched.read += 1;
      return table.get(key);
    },
    by: (index, value) => {
      // The service scheduler reads a service's tasks when it looks at the service.
      if (index === "scheduled") touched.looks += 1;
      return counted(table.by(index, value));
    },
    countBy: (index, value) => table.countBy(index, value),
    all: () => counted(table.all()),
    view: (definition) => table.view(definition),
    get size() {
      return table.size;
    },
  });
  const writes = <Row extends object, Index extends string>(
    table: TableWriter<Row, Index>,
  ): TableWriter<Row, Index> => ({
    ...reads(table),
    put: (row) => {
      touched.written += 1;
      table.put(row);
    },
    delete: (key) => {
      touched.written += 1;
      table.delete(key);
    },
  });
  const through = (transaction: Transaction): Transaction => ({
    table: <Row extends object, Index extends string>(definition: TableDefinition<Row, Index>) =>
      writes(transaction.table(definition)),
  });
  return {
    ...state,
    table: (definition) => reads(state.table(definition)),
    transact: (work) => state.transact((transaction) => work(through(transaction))),
    subscribe: state.subscribe,
    statistics: state.statistics,
    close: state.close,
  };
};
