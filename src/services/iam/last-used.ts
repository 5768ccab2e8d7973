import type { Caller } from "../../operation/index.ts";
import { createLeastRecentlyUsed } from "./least-recently-used.ts";

/** When and for what an access key or a role was used last. */
export type LastUse = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly region: string;
  /** The service's name as clients sign with, for example `ecs`. */
  readonly serviceName: string;
};

/** Not stored: a write for every call would be too dear, so a new process begins anew. */
const uses = createLeastRecentlyUsed<string, LastUse>(20_000);

/** Takes note of a call for GetAccessKeyLastUsed and GetRole. */
export const noteUse = (caller: Caller, use: LastUse): void => {
  const id = caller.roleId ?? (caller.session === undefined ? caller.accessKeyId : undefined);
  if (id !== undefined) uses.set(id, use);
};

/** The last use of an access key, or of a role by its unique id; undefined when none is known. */
export const lastUse = (id: string): LastUse | undefined => uses.get(id);
