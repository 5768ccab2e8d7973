import type { Caller } from "../../operation/index.ts";
import type { ApiRequest } from "../protocols/protocol.ts";
import { type AuthenticationContext, authenticate } from "./authenticate.ts";
import { readClaim } from "./claim.ts";
import { AuthenticationFailure } from "./failure.ts";

/** A connection as far as its frames' signatures are about it. */
export type SignedConnection = {
  /** The request that opened it. */
  readonly request: ApiRequest;
  readonly caller: Caller;
  readonly service: string;
  readonly region: string;
};

/**
 * Whether a TCS client's frame is signed, now, by the identity that opened the connection. A frame is signed
 * like a GET of the connection's URL with the frame's payload as its body; the access key may be a newer one
 * of the same identity, since session credentials are exchanged while a connection lives.
 */
export const isFrameSigned = (
  connection: SignedConnection,
  headers: Readonly<Record<string, string>>,
  payload: Uint8Array,
  context: AuthenticationContext,
): boolean => {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { method, path, query } = connection.request;
  const frame: ApiRequest = { method, path, query, headers: lower, body: payload };
  if (lower["host"] !== connection.request.headers["host"]) return false;
  try {
    const claim = readClaim(frame);
    const caller = authenticate(frame, claim, context);
    return (
      claim.service === connection.service &&
      claim.region === connection.region &&
      caller.principal.arn === connection.caller.principal.arn
    );
  } catch (error) {
    if (error instanceof AuthenticationFailure) return false;
    throw error;
  }
};
