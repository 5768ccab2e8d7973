import { canonicalRequest } from "./canonical-request.ts";
import { algorithm } from "./credentials.ts";
import { amzDate } from "./dates.ts";
import { headersToSign, type RequestToSign } from "./sign-request.ts";
import { sha256Hex, signatureFor } from "./signature-for.ts";
import { uriEncode } from "./uri-encoding.ts";

/** A request to sign in its query; the URL is good for `expiresIn` seconds (1 to 604800, AWS's limits). */
export type UrlToPresign = RequestToSign & { readonly expiresIn: number };

/**
 * Signs a request in its query string and returns the whole URL.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export const presignUrl = (request: UrlToPresign): string => {
  const url = new URL(request.url);
  const { credentials, region, service } = request;
  const timestamp = amzDate(request.date);
  const headers = headersToSign(url, request.headers);
  const signedHeaders = Object.keys(headers).sort();
  const parameters: Record<string, string> = {
    "X-Amz-Algorithm": algorithm,
    "X-Amz-Credential": `${credentials.accessKeyId}/${timestamp.slice(0, 8)}/${region}/${service}/aws4_request`,
    "X-Amz-Date": timestamp,
    "X-Amz-Expires": String(request.expiresIn),
    "X-Amz-SignedHeaders": signedHeaders.join(";"),
  };
  if (credentials.sessionToken !== undefined) parameters["X-Amz-Security-Token"] = credentials.sessionToken;
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${uriEncode(value)}`);
  const query = [url.search.slice(1), ...added].filter((part) => part !== "").join("&");
  const canonical = canonicalRequest({
    method: request.method,
    path: url.pathname,
    query,
    headers,
    signedHeaders,
    payloadHash: sha256Hex(request.body ?? ""),
  });
  const signature = signatureFor({
    secretAccessKey: credentials.secretAccessKey,
    amzDate: timestamp,
    region,
    service,
    canonicalRequest: canonical,
  });
  return `${url.origin}${url.pathname}?${query}&X-Amz-Signature=${signature}`;
};
