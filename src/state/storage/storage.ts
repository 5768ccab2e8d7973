/** A row as storage keeps it; `value` is the row's JSON text, missing for a deletion. */
export type StoredChange = { readonly table: string; readonly key: string; readonly value?: string };

/** Where rows outlive the process. */
export type Storage = {
  /** Every row, in the order in which the keys were first stored. */
  readonly load: () => Promise<Iterable<Required<StoredChange>>>;
  /** Makes all of `changes` durable, or none. Rejection means the state on disk is unknown. */
  readonly commit: (changes: readonly StoredChange[]) => Promise<void>;
  readonly close: () => Promise<void>;
};
