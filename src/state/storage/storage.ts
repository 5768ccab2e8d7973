/** A row as storage keeps it; `value` is the row's JSON text, missing for a deletion. */
export type StoredChange = { readonly table: string; readonly key: string; readonly value?: string };

/** What a storage has done since it was opened, for metrics and the bench. */
export type StorageStatistics = {
  /** Batches made durable. */
  readonly commits: number;
  /** Waits for the disk: those of the commits, and those of the storage's own housekeeping. */
  readonly fsyncs: number;
  /** Rows written or removed. */
  readonly changes: number;
};

/** Where rows outlive the process. */
export type Storage = {
  /** True when nothing outlives the process, so that secrets need no sealing. */
  readonly forgets?: boolean;
  /** Every row, in the order in which the keys were first stored. */
  readonly load: () => Promise<Iterable<Required<StoredChange>>>;
  /**
   * Makes all of `changes` durable, or none, and in their order: a deletion followed by a value for the same
   * key moves the row to the end. Rejection means the state on disk is unknown.
   */
  readonly commit: (changes: readonly StoredChange[]) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly statistics?: () => StorageStatistics;
};
