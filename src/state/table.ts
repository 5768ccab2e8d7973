/**
 * What a table of `Row` is: a name that storage keeps rows under, a primary key, and secondary indexes.
 * Rows are JSON values: moments are milliseconds since the epoch, never `Date`.
 */
export type TableDefinition<Row, Index extends string> = {
  /** Unique over the control plane, `service.noun`, for example `ecs.tasks`. Never renamed: storage holds it. */
  readonly name: string;
  readonly key: (row: Row) => string;
  /** Index name → the value, or values, that a row is found under; undefined leaves the row out. */
  readonly indexes: { readonly [Name in Index]: (row: Row) => string | readonly string[] | undefined };
  /**
   * The members that an index looks at, for those that say so: a row that is replaced by one in which they are the
   * same is not looked at again. INVARIANT: the index function reads no other member.
   */
  readonly reads?: { readonly [Name in NoInfer<Index>]?: readonly (keyof Row & string)[] };
  /** Indexes that only count: `by` refuses them, and they cost memory for each value instead of for each row. */
  readonly counts?: readonly NoInfer<Index>[];
  /** Members that are encrypted at rest, whatever JSON value they hold. */
  readonly secrets?: readonly (keyof Row & string)[];
};

/** Declares a table: `defineTable<ClusterRow>()({ name: "ecs.clusters", … })`. */
export const defineTable =
  <Row extends object>() =>
  <Index extends string>(definition: TableDefinition<Row, Index>): TableDefinition<Row, Index> =>
    definition;

/** What happened to one row, as a {@link ViewDefinition} is told: `before` is missing for a new row, `after` for a gone one. */
export type RowChange<Row> = {
  /** The place of the row among those of its table; grows with each new key. */
  readonly sequence: number;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
};

/**
 * Something that is derived from the rows of a table and kept up with every write, and with its undoing, at once:
 * a secondary index of a form of its own. It is made when somebody first asks for it.
 */
export type ViewDefinition<Row, View> = {
  readonly make: () => View;
  /** INVARIANT: never throws, and asks nothing of the table, which is about to change. */
  readonly changed: (view: View, change: RowChange<Row>) => void;
};

/** Declares a view: `defineView<TaskRow>()({ make: …, changed: … })`. */
export const defineView =
  <Row extends object>() =>
  <View>(definition: ViewDefinition<Row, View>): ViewDefinition<Row, View> =>
    definition;

/**
 * Reads of one table. Rows come in the order in which their keys were put, in every index and after every restart:
 * a replaced row keeps its place, one that was deleted and put again comes last. What a read answers does not
 * change while it is gone through. Rows are frozen: replace, never modify.
 */
export type TableReader<Row, Index extends string> = {
  readonly get: (key: string) => Row | undefined;
  /** The rows found under `value` of an index. */
  readonly by: (index: Index, value: string) => Iterable<Row>;
  readonly countBy: (index: Index, value: string) => number;
  readonly all: () => Iterable<Row>;
  /** The view as it is now; it goes on changing with the table. */
  readonly view: <View>(definition: ViewDefinition<Row, View>) => View;
  readonly size: number;
};

/** Reads and writes of one table within a transaction; a transaction sees its own writes. */
export type TableWriter<Row, Index extends string> = TableReader<Row, Index> & {
  /** Inserts or replaces the row that has this key. */
  readonly put: (row: Row) => void;
  /** Removes the row, if there is one. */
  readonly delete: (key: string) => void;
};

/** A view of the tables. */
export type Reader = {
  readonly table: <Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
  ) => TableReader<Row, Index>;
};

/** The tables within a transaction. */
export type Transaction = {
  readonly table: <Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
  ) => TableWriter<Row, Index>;
};

/** One row's change; `before` is missing for an insert, `after` for a deletion. */
export type Change<Row> = { readonly key: string; readonly before?: Row; readonly after?: Row };

/** What a state holds and has done since it was opened. */
export type StateStatistics = {
  /** Rows, those of tables that nobody has asked for yet included. */
  readonly rows: number;
  /** Transactions that changed something. */
  readonly transactions: number;
  /** Commits to storage: fewer than transactions when several share one. */
  readonly commits: number;
  /** Waits for the disk; 0 where storage has none. */
  readonly fsyncs: number;
};

/**
 * All state of the control plane. Everything is in memory; reads never touch the disk.
 */
export type State = Reader & {
  /**
   * Runs `work` synchronously on the tables, at once. If it throws, nothing changed and the promise rejects with
   * what was thrown; otherwise it resolves with its value. Either way only once everything that `work` wrote
   * **and read** is durable, so that no answer and no error tells of something a crash could undo.
   */
  readonly transact: <Value>(work: (transaction: Transaction) => Value) => Promise<Value>;
  /**
   * Calls `listener` for each durable change of a table, in the order of the transactions, one change for each
   * row that a transaction changed. What it throws is reported, see `StateOptions`. Returns the unsubscription.
   */
  readonly subscribe: <Row extends object, Index extends string>(
    definition: TableDefinition<Row, Index>,
    listener: (change: Change<Row>) => void,
  ) => () => void;
  readonly statistics: () => StateStatistics;
  /** Commits what is pending and releases the storage; transactions that come later are refused. */
  readonly close: () => Promise<void>;
};
