import { canonicalQueryText, uriEncode } from "./uri-encoding.ts";

/** Headers by lower-case name, as Node's HTTP server gives them. */
export type SignedHeaderValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request in the parts that SigV4 signs. */
export type CanonicalRequestParts = {
  readonly method: string;
  /** The path as it stands in the request line, still percent-encoded. */
  readonly path: string;
  /** The raw query without `?`; of a presigned URL without `X-Amz-Signature`. */
  readonly query: string;
  readonly headers: SignedHeaderValues;
  /** Lower-case names, in the order in which they were signed. */
  readonly signedHeaders: readonly string[];
  /** Hex SHA-256 of the body. */
  readonly payloadHash: string;
};

/**
 * Why it encodes what is encoded already: every service but S3 signs the path encoded twice, after
 * removing `.`, `..` and doubled slashes.
 */
const canonicalPath = (path: string): string => {
  if (path === "/" || path === "") return "/";
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(uriEncode(segment));
  }
  return segments.length === 0 ? "/" : `/${segments.join("/")}${path.endsWith("/") ? "/" : ""}`;
};

type Parameter = readonly [name: string, value: string];

// Why not sort "name=value" texts: "=" sorts after "-" and "." and the digits, names must decide first.
const byNameThenValue = (a: Parameter, b: Parameter): number => {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  return 0;
};

const canonicalQuery = (query: string): string => {
  if (query === "") return "";
  const parameters: Parameter[] = [];
  for (const part of query.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    parameters.push([canonicalQueryText(name), equals < 0 ? "" : canonicalQueryText(part.slice(equals + 1))]);
  }
  parameters.sort(byNameThenValue);
  return parameters.map(([name, value]) => `${name}=${value}`).join("&");
};

const canonicalValue = (value: string): string => value.trim().replace(/\s+/g, " ");

const canonicalHeader = (headers: SignedHeaderValues, name: string): string => {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined) return "";
  return typeof value === "string" ? canonicalValue(value) : value.map(canonicalValue).join(",");
};

/**
 * The canonical request of SigV4 for services other than S3. A signed header that the request lacks counts as
 * empty: whoever requires a header must check for it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const canonicalRequest = (parts: CanonicalRequestParts): string => {
  let headers = "";
  for (const name of parts.signedHeaders) headers += `${name}:${canonicalHeader(parts.headers, name)}\n`;
  return `${parts.method}\n${canonicalPath(parts.path)}\n${canonicalQuery(parts.query)}\n${headers}\n${parts.signedHeaders.join(";")}\n${parts.payloadHash}`;
};
