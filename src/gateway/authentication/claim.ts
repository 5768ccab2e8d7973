import {
  type ParsedSignature,
  parseAmzDate,
  parseAuthorization,
  parsePresigned,
} from "../../signature/index.ts";
import { type ApiRequest, header } from "../protocols/protocol.ts";
import { AuthenticationFailure } from "./failure.ts";

/** What a request says of its sender, before anything of it is believed. */
export type Claim = ParsedSignature & {
  /** `X-Amz-Date` as written, and in milliseconds since the epoch. */
  readonly amzDate: string;
  readonly signedAt: number;
  readonly sessionToken: string | undefined;
  /** The raw query that is signed. */
  readonly query: string;
  /** For how long a presigned URL is good, in milliseconds. */
  readonly validity: number | undefined;
};

// Why these: they decide what is asked and by whom, so a copied signature must not serve with others of them.
const mustBeSigned = ["host", "x-amz-date", "x-amz-target", "x-amz-security-token", "x-amz-content-sha256"];

// https://docs.aws.amazon.com/general/latest/gr/rande.html; also keeps colons out of the ARNs made of it.
const regionPattern = /^[a-z]{2,5}(?:-[a-z]{2,10}){1,3}-\d{1,2}$/;

const maximumValidity = 604_800;

const checkSignedHeaders = (request: Pick<ApiRequest, "headers">, signature: ParsedSignature): void => {
  for (const name of mustBeSigned) {
    if (request.headers[name] !== undefined && !signature.signedHeaders.includes(name)) {
      const shown = name === "host" ? "'Host' or ':authority'" : `'${name}'`;
      throw new AuthenticationFailure("scope", `${shown} must be a 'SignedHeader' in the AWS Authorization.`);
    }
  }
  for (const name of signature.signedHeaders) {
    if (request.headers[name] === undefined)
      throw new AuthenticationFailure("scope", `The signed header '${name}' is missing.`);
  }
};

// Why kept: the requests of one second all carry the same date.
let latest: { readonly text: string; readonly moment: number | undefined } = { text: "", moment: undefined };

const momentOf = (text: string): number | undefined => {
  if (latest.text !== text) latest = { text, moment: parseAmzDate(text) };
  return latest.moment;
};

const signedMoment = (signature: ParsedSignature, amzDate: string): number => {
  const signedAt = momentOf(amzDate);
  if (signedAt === undefined)
    throw new AuthenticationFailure(
      "incomplete",
      `Date must be in ISO-8601 'basic format'. Got '${amzDate.slice(0, 40)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  if (signature.date !== amzDate.slice(0, 8))
    throw new AuthenticationFailure(
      "scope",
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${signature.date}' != '${amzDate.slice(0, 8)}', from '${amzDate}'.`,
    );
  if (!regionPattern.test(signature.region))
    throw new AuthenticationFailure("scope", "Credential should be scoped to a valid region. ");
  return signedAt;
};

const missingParts = (authorization: string, hasDate: boolean): string => {
  const parts = ["Credential", "Signature", "SignedHeaders"]
    .filter((name) => !new RegExp(`[ ,]${name}=`).test(authorization))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (!hasDate)
    parts.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  return parts.join(" ") || "The request signature does not conform to AWS standards.";
};

const claimOfHeaders = (request: ApiRequest, authorization: string): Claim => {
  if (!authorization.startsWith("AWS4-HMAC-SHA256"))
    throw new AuthenticationFailure(
      "incomplete",
      "Unsupported AWS 'algorithm': sign with AWS4-HMAC-SHA256 (Signature Version 4).",
    );
  const signature = parseAuthorization(authorization);
  const amzDate = header(request, "x-amz-date");
  if (signature === undefined || amzDate === undefined)
    throw new AuthenticationFailure("incomplete", missingParts(authorization, amzDate !== undefined));
  const signedAt = signedMoment(signature, amzDate);
  checkSignedHeaders(request, signature);
  const sessionToken = header(request, "x-amz-security-token");
  return { ...signature, amzDate, signedAt, sessionToken, query: request.query, validity: undefined };
};

const claimOfQuery = (request: ApiRequest): Claim => {
  const signature = parsePresigned(request.query);
  if (signature === undefined || signature.expires > maximumValidity)
    throw new AuthenticationFailure(
      "incomplete",
      "AWS query-string parameters must include 'X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date' and 'X-Amz-Expires' (at most 604800), each once.",
    );
  const signedAt = signedMoment(signature, signature.amzDate);
  checkSignedHeaders(request, signature);
  if (!signature.signedHeaders.includes("host"))
    throw new AuthenticationFailure(
      "scope",
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    );
  return { ...signature, signedAt, query: signature.signedQuery, validity: signature.expires * 1000 };
};

/**
 * Reads who a request claims to be from: the `Authorization` header, or a presigned URL's query. Throws
 * AuthenticationFailure when it carries no signature, or none that could be right.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export const readClaim = (request: ApiRequest): Claim => {
  const authorization = header(request, "authorization");
  if (authorization !== undefined) return claimOfHeaders(request, authorization);
  if (/(?:^|&)X-Amz-(?:Signature|Algorithm|Credential)=/.test(request.query)) return claimOfQuery(request);
  throw new AuthenticationFailure("missing");
};
