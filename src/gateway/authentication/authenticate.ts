import type { Caller } from "../../operation/index.ts";
import {
  canonicalRequest,
  constantTimeEqual,
  sha256Hex,
  signatureFor,
  stringToSign,
} from "../../signature/index.ts";
import type { Reader } from "../../state/index.ts";
import type { ApiRequest } from "../protocols/protocol.ts";
import type { Claim } from "./claim.ts";
import { checkClock } from "./clock.ts";
import type { ResolveCredentials, ResolvedCredentials } from "./credentials.ts";
import { AuthenticationFailure } from "./failure.ts";
import { mismatchText } from "./failure-answers.ts";

/** What authentication needs to know. `now` is in milliseconds since the epoch. */
export type AuthenticationContext = {
  readonly state: Reader;
  readonly resolve: ResolveCredentials;
  readonly now: number;
};

type Known = Extract<ResolvedCredentials, { readonly kind: "ok" }>;

const known = (claim: Claim, context: AuthenticationContext): Known => {
  const found = context.resolve(context.state, claim.accessKeyId, claim.sessionToken, context.now);
  if (found.kind === "ok") return found;
  throw new AuthenticationFailure(found.kind === "expired" ? "expiredToken" : "unknownKey");
};

/**
 * Believes a claim, or throws AuthenticationFailure: the access key is known, the signature is fresh, and it
 * is the one that the key's secret makes for this very request, body included.
 */
export const authenticate = (request: ApiRequest, claim: Claim, context: AuthenticationContext): Caller => {
  const { secretAccessKey, caller } = known(claim, context);
  checkClock(claim.signedAt, context.now, claim.validity);
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    query: claim.query,
    headers: request.headers,
    signedHeaders: claim.signedHeaders,
    payloadHash: sha256Hex(request.body),
  });
  const { amzDate, date, region, service } = claim;
  const parts = { amzDate, date, region, service, canonicalRequest: canonical };
  const expected = signatureFor({ ...parts, secretAccessKey });
  if (!constantTimeEqual(expected, claim.signature))
    throw new AuthenticationFailure("mismatch", mismatchText(canonical, stringToSign(parts)));
  return caller;
};
