import type { Storage } from "./storage.ts";

/** Storage that forgets: for tests, and for control planes that need not outlive their process. */
export const openMemoryStorage = (): Storage => ({
  forgets: true,
  load: async () => [],
  commit: async () => {},
  close: async () => {},
});
