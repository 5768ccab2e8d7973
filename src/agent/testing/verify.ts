import {
  type Credentials,
  canonicalRequest,
  constantTimeEqual,
  parseAuthorization,
  sha256Hex,
  signatureFor,
} from "../../signature/index.ts";

/** What is wrong with the signature of a request; undefined if nothing. */
export const signatureFault = (
  request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    readonly body: string;
  },
  known: readonly Credentials[],
  wantedHeaders: readonly string[],
): string | undefined => {
  const parsed = parseAuthorization(String(request.headers["authorization"] ?? ""));
  if (parsed === undefined) return "no signature";
  const credentials = known.find(({ accessKeyId }) => accessKeyId === parsed.accessKeyId);
  if (credentials === undefined) return `unknown access key ${parsed.accessKeyId}`;
  if (credentials.sessionToken !== request.headers["x-amz-security-token"]) return "wrong session token";
  const wanted = [
    ...wantedHeaders,
    ...(credentials.sessionToken === undefined ? [] : ["x-amz-security-token"]),
  ];
  const missing = wanted.filter((name) => !parsed.signedHeaders.includes(name));
  if (missing.length > 0) return `unsigned headers ${missing.join(", ")}`;
  const [path = "", query = ""] = request.url.split("?");
  const expected = signatureFor({
    ...parsed,
    secretAccessKey: credentials.secretAccessKey,
    amzDate: String(request.headers["x-amz-date"]),
    canonicalRequest: canonicalRequest({
      method: request.method,
      path,
      query,
      headers: request.headers,
      signedHeaders: parsed.signedHeaders,
      payloadHash: sha256Hex(request.body),
    }),
  });
  return constantTimeEqual(expected, parsed.signature) ? undefined : "the signature does not match";
};
