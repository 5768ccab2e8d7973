/** What a caller signs with: an access key and, for temporary credentials, the session token. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
};

/** The one algorithm served; SigV4A (asymmetric) is not. */
export const algorithm = "AWS4-HMAC-SHA256";

/** The SHA-256 of an empty body, in hex: what requests without a body sign. */
export const emptyPayloadHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
