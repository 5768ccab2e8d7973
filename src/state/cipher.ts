import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { deriveKey, SecretKeyError } from "./secret-key.ts";

/** Seals secrets for storage and opens them again. `place` says where a secret belongs. */
export type Cipher = {
  readonly seal: (plain: string, place: string) => string;
  /** Throws {@link SecretKeyError} for what was sealed with another key or for another place, or was changed. */
  readonly open: (sealed: string, place: string) => string;
};

/** The first part of a sealed value: AES-256-GCM, nonce, tag and text in base64url. */
const FORMAT = "sealed1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A cipher with AES-256-GCM; the key is one of `openSecretKey`. */
export const createCipher = (secretKey: Uint8Array): Cipher => {
  const key = deriveKey(secretKey, "secrets of stored rows");
  return {
    seal: (plain, place) => {
      // INVARIANT: a nonce never comes twice, so it is the operating system's and not the World's, which replays.
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce);
      cipher.setAAD(Buffer.from(place));
      const text = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return `${FORMAT}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString("base64url")}`;
    },
    open: (sealed, place) => {
      const [format, body = "", ...rest] = sealed.split(".");
      const bytes = Buffer.from(body, "base64url");
      if (format !== FORMAT || rest.length > 0 || bytes.length < NONCE_BYTES + TAG_BYTES) {
        throw new SecretKeyError(`a stored secret is not in the format ${FORMAT}`);
      }
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      try {
        const text = bytes.subarray(NONCE_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
      } catch (error) {
        throw new SecretKeyError("a stored secret does not open: another key, or it was tampered with", {
          cause: error,
        });
      }
    },
  };
};
