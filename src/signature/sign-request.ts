import { canonicalRequest } from "./canonical-request.ts";
import { algorithm, type Credentials, emptyPayloadHash } from "./credentials.ts";
import { amzDate } from "./dates.ts";
import { sha256Hex, signatureFor } from "./signature-for.ts";

/** A request to sign. Header names may have any case; `host` is taken from the URL unless given. */
export type RequestToSign = {
  readonly method: string;
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly credentials: Credentials;
  readonly region: string;
  readonly service: string;
  readonly date: Date | number;
};

// Why: proxies and clients change these on the way, so AWS's signers leave them out as well.
const unsigned = new Set([
  "authorization",
  "cache-control",
  "connection",
  "expect",
  "from",
  "keep-alive",
  "max-forwards",
  "pragma",
  "referer",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "user-agent",
  "x-amzn-trace-id",
]);

/** The headers that take part in a signature: lower-case names, `host` added, unstable ones left out. */
export const headersToSign = (
  url: URL,
  headers: Readonly<Record<string, string>> | undefined,
): Record<string, string> => {
  const result: Record<string, string> = { host: url.host };
  for (const [name, value] of Object.entries(headers ?? {})) {
    const lower = name.toLowerCase();
    if (!unsigned.has(lower)) result[lower] = value;
  }
  return result;
};

/**
 * Signs a request in its headers.
 *
 * @returns the headers to add: `Authorization`, `X-Amz-Date` and, with a session token, `X-Amz-Security-Token`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const signRequest = (request: RequestToSign): Record<string, string> => {
  const url = new URL(request.url);
  const { credentials, region, service } = request;
  const timestamp = amzDate(request.date);
  const headers = headersToSign(url, request.headers);
  const added: Record<string, string> = { "X-Amz-Date": timestamp };
  headers["x-amz-date"] = timestamp;
  if (credentials.sessionToken !== undefined) {
    headers["x-amz-security-token"] = credentials.sessionToken;
    added["X-Amz-Security-Token"] = credentials.sessionToken;
  }
  const signedHeaders = Object.keys(headers).sort();
  const canonical = canonicalRequest({
    method: request.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers,
    signedHeaders,
    payloadHash: request.body === undefined ? emptyPayloadHash : sha256Hex(request.body),
  });
  const signature = signatureFor({
    secretAccessKey: credentials.secretAccessKey,
    amzDate: timestamp,
    region,
    service,
    canonicalRequest: canonical,
  });
  const scope = `${credentials.accessKeyId}/${timestamp.slice(0, 8)}/${region}/${service}/aws4_request`;
  added["Authorization"] =
    `${algorithm} Credential=${scope}, SignedHeaders=${signedHeaders.join(";")}, Signature=${signature}`;
  return added;
};
