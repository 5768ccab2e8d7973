import { createHash, createHmac } from "node:crypto";
import type { AccessKey } from "../product/clients.ts";

// The algorithm as AWS describes it, written down once more: a test that signed with the product's own code
// would not see its mistakes. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html

/** What is signed; header names in lower case, exactly those that are to be signed. */
export type ToSign = {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
};

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Form-encoded parameters, where `+` is a space, written as RFC 3986 wants them, in order. */
const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

/** The moment of a signature as its header writes it. */
export const amzDateOf = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, "");

/** The value of the Authorization header. */
export const authorization = (request: ToSign, key: AccessKey, region: string): string => {
  const names = Object.keys(request.headers).sort();
  const date = request.headers["x-amz-date"] ?? "";
  const canonical = [
    request.method,
    request.url.pathname,
    canonicalQuery(request.url),
    ...names.map((name) => `${name}:${request.headers[name]?.trim()}`),
    "",
    names.join(";"),
    sha256(request.payload),
  ].join("\n");
  const day = date.slice(0, 8);
  const scope = `${day}/${region}/ecs/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", date, scope, sha256(canonical)].join("\n");
  const signingKey = [day, region, "ecs", "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${key.secretAccessKey}`,
  );
  const signature = hmac(signingKey, text).toString("hex");
  return `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
};
