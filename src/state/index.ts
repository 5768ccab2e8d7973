export { openState, type StateOptions } from "./state.ts";
export { openMemoryStorage } from "./storage/memory.ts";
export { openSqliteStorage, type SqliteOptions } from "./storage/sqlite.ts";
export type { Storage, StorageStatistics, StoredChange } from "./storage/storage.ts";
export { StorageError } from "./storage/storage-error.ts";
export {
  type Change,
  defineTable,
  type Reader,
  type State,
  type TableDefinition,
  type TableReader,
  type TableWriter,
  type Transaction,
} from "./table.ts";
