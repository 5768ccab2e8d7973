/** Signature Version 4: signing, and what it takes to verify. Pure and synchronous; knows no caller and no clock. */
export {
  type CanonicalRequestParts,
  canonicalRequest,
  type SignedHeaderValues,
} from "./canonical-request.ts";
export { algorithm, type Credentials, emptyPayloadHash } from "./credentials.ts";
export { amzDate, parseAmzDate } from "./dates.ts";
export {
  type ParsedPresignedQuery,
  type ParsedSignature,
  parseAuthorization,
  parsePresigned,
} from "./parse.ts";
export { presignUrl, type UrlToPresign } from "./presign-url.ts";
export { type RequestToSign, signRequest } from "./sign-request.ts";
export {
  constantTimeEqual,
  type SignatureParts,
  sha256Hex,
  signatureFor,
  stringToSign,
} from "./signature-for.ts";
export { signingKey } from "./signing-key.ts";
