import type { Caller } from "../../operation/index.ts";
import type { Reader } from "../../state/index.ts";

/** Whose access key it is and the secret that goes with it, or why it is of no use. */
export type ResolvedCredentials =
  | { readonly kind: "ok"; readonly secretAccessKey: string; readonly caller: Caller }
  | { readonly kind: "unknown" | "expired" | "inactive" };

/**
 * Finds an access key, long-term or of a session. A session's key is only found together with its session
 * token. `now` is in milliseconds since the epoch.
 */
export type ResolveCredentials = (
  state: Reader,
  accessKeyId: string,
  sessionToken: string | undefined,
  now: number,
) => ResolvedCredentials;
