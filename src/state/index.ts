export { type Cipher, createCipher } from "./cipher.ts";
export { deriveKey, openKeyFile, openSecretKey, SecretKeyError } from "./secret-key.ts";
export { openState, type StateOptions, StateUnavailableError } from "./state.ts";
export { openMemoryStorage } from "./storage/memory.ts";
export { openSqliteStorage, type SqliteOptions } from "./storage/sqlite.ts";
export type { Storage, StorageStatistics, StoredChange } from "./storage/storage.ts";
export { StorageError } from "./storage/storage-error.ts";
export {
  type Change,
  defineTable,
  defineView,
  type Reader,
  type RowChange,
  type State,
  type StateStatistics,
  type TableDefinition,
  type TableReader,
  type TableWriter,
  type Transaction,
  type ViewDefinition,
} from "./table.ts";
