import type { WebSocket } from "ws";
import type { Scope } from "../arn.ts";
import type { Caller } from "./caller.ts";
import type { RequestFacts } from "./request-facts.ts";

/** An agent that asks for a WebSocket: `acs` carries its orders, `tcs` its telemetry. Its signature is verified. */
export type UpgradeCall = {
  readonly kind: "acs" | "tcs";
  /** The request's query, form-decoded. */
  readonly query: URLSearchParams;
  readonly caller: Caller;
  readonly scope: Scope;
  readonly request: RequestFacts;
  /**
   * Whether a frame that a TCS client sent is signed by the identity that opened the connection. `headers` is
   * the block in front of the frame's payload; names in any letter case.
   */
  readonly verifyFrame: (headers: Readonly<Record<string, string>>, payload: Uint8Array) => boolean;
};

/**
 * Decides whether an agent may have its channel. Resolves with what takes over the open socket; rejects with
 * an `AwsError`, which the agent sees as a refused upgrade with the body `{"<code>":"<message>"}`.
 */
export type UpgradeHandler = (call: UpgradeCall) => Promise<(socket: WebSocket) => void>;
