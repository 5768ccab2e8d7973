import { createHmac, createSecretKey, hash, type KeyObject, timingSafeEqual } from "node:crypto";
import { algorithm } from "./credentials.ts";
import { signingKey } from "./signing-key.ts";

/** What turns a canonical request into a signature. */
export type SignatureParts = {
  readonly secretAccessKey: string;
  /** The whole `X-Amz-Date` text, `YYYYMMDDTHHMMSSZ`. */
  readonly amzDate: string;
  /** The credential scope's date `YYYYMMDD`; the first eight characters of {@link amzDate} if absent. */
  readonly date?: string;
  readonly region: string;
  readonly service: string;
  readonly canonicalRequest: string;
};

/** Hex SHA-256 of a body or a canonical request. */
export const sha256Hex = (data: string | Uint8Array): string => hash("sha256", data, "hex");

/** The text that is signed; AWS shows it in `SignatureDoesNotMatch` answers of Query services. */
export const stringToSign = (parts: Omit<SignatureParts, "secretAccessKey">): string =>
  `${algorithm}\n${parts.amzDate}\n${parts.date ?? parts.amzDate.slice(0, 8)}/${parts.region}/${parts.service}/aws4_request\n${sha256Hex(parts.canonicalRequest)}`;

// Why: Node makes a key object of a buffer's bytes anew for each HMAC, which takes five times as long as the HMAC.
const keyObjects = new WeakMap<Buffer, KeyObject>();

const keyObjectOf = (key: Buffer): KeyObject => {
  const known = keyObjects.get(key);
  if (known !== undefined) return known;
  const made = createSecretKey(key);
  keyObjects.set(key, made);
  return made;
};

/** The signature of a canonical request, 64 hex digits. */
export const signatureFor = (parts: SignatureParts): string => {
  const date = parts.date ?? parts.amzDate.slice(0, 8);
  const key = signingKey(parts.secretAccessKey, date, parts.region, parts.service);
  return createHmac("sha256", keyObjectOf(key)).update(stringToSign(parts)).digest("hex");
};

/** Compares two texts in a time that depends on nothing but their lengths. */
export const constantTimeEqual = (a: string, b: string): boolean => {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
};
