import { algorithm } from "./credentials.ts";

/** What a signature says about itself: who signed, for which scope, over which headers. */
export type ParsedSignature = {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** Lower-case names in the order given. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
};

/** A signature that came in the query string. */
export type ParsedPresignedQuery = ParsedSignature & {
  /** `X-Amz-Date` as written. */
  readonly amzDate: string;
  /** Seconds for which the URL is good from its date on. */
  readonly expires: number;
  readonly sessionToken: string | undefined;
  /** The raw query without `X-Amz-Signature`: what the canonical request is made from. */
  readonly signedQuery: string;
};

const scopePattern = /^([^/\s]{1,128})\/(\d{8})\/([^/\s]+)\/([^/\s]+)\/aws4_request$/;
const headerNames = /^[!#$%&'*+.^_`|~0-9a-z-]+(?:;[!#$%&'*+.^_`|~0-9a-z-]+)*$/;
const signaturePattern = /^[0-9a-f]{64}$/;

const parsedSignature = (
  credential: string | undefined,
  signedHeaders: string | undefined,
  signature: string | undefined,
): ParsedSignature | undefined => {
  const scope = scopePattern.exec(credential ?? "");
  if (scope === null || signedHeaders === undefined || signature === undefined) return undefined;
  if (!headerNames.test(signedHeaders) || !signaturePattern.test(signature)) return undefined;
  const [, accessKeyId = "", date = "", region = "", service = ""] = scope;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(";"), signature };
};

/**
 * Reads an `Authorization` header. Undefined if it is not a whole and well-formed `AWS4-HMAC-SHA256` header;
 * members may be separated by a comma with or without blanks, in any order, each once.
 */
export const parseAuthorization = (header: string): ParsedSignature | undefined => {
  if (!header.startsWith(`${algorithm} `)) return undefined;
  const members = new Map<string, string>();
  for (const part of header.slice(algorithm.length + 1).split(",")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, Math.max(equals, 0)).trim();
    if (equals < 0 || members.has(name)) return undefined;
    members.set(name, part.slice(equals + 1).trim());
  }
  return parsedSignature(members.get("Credential"), members.get("SignedHeaders"), members.get("Signature"));
};

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
};

/**
 * Reads the signature of a presigned URL from its raw query (without `?`). Undefined if a part is missing,
 * malformed or given twice.
 */
export const parsePresigned = (query: string): ParsedPresignedQuery | undefined => {
  const members = new Map<string, string>();
  const signed: string[] = [];
  for (const part of query.split("&")) {
    const equals = part.indexOf("=");
    const name = decoded(equals < 0 ? part : part.slice(0, equals));
    if (name?.startsWith("X-Amz-") === true) {
      const value = decoded(equals < 0 ? "" : part.slice(equals + 1));
      if (value === undefined || members.has(name)) return undefined;
      members.set(name, value);
    }
    if (name !== "X-Amz-Signature") signed.push(part);
  }
  if (members.get("X-Amz-Algorithm") !== algorithm) return undefined;
  const parsed = parsedSignature(
    members.get("X-Amz-Credential"),
    members.get("X-Amz-SignedHeaders"),
    members.get("X-Amz-Signature"),
  );
  const amzDate = members.get("X-Amz-Date");
  const expires = members.get("X-Amz-Expires") ?? "";
  if (parsed === undefined || amzDate === undefined || !/^\d{1,6}$/.test(expires)) return undefined;
  return {
    ...parsed,
    amzDate,
    expires: Number(expires),
    sessionToken: members.get("X-Amz-Security-Token"),
    signedQuery: signed.join("&"),
  };
};
