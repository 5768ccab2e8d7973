export { openState, type StateOptions } from "./state.ts";
export { openMemoryStorage } from "./storage/memory.ts";
export type { Storage, StoredChange } from "./storage/storage.ts";
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
