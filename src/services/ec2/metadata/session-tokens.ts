import { createHmac, timingSafeEqual } from "node:crypto";
import type { World } from "../../../world.ts";

/** The longest life of a token, in seconds: six hours. */
export const LONGEST_TOKEN_LIFE = 21_600;

/** Together 56 characters, as AWS's tokens have. */
const CONTENT_BYTES = 16;
const SIGNATURE_BYTES = 26;

/** Makes and checks the session tokens of one instance's metadata service. */
export type MetadataTokens = {
  readonly issue: (seconds: number) => string;
  readonly isValid: (token: string) => boolean;
};

/**
 * Tokens that carry their own end and are signed with a key of this service's life: nothing is stored, so
 * nobody can fill the memory with tokens.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
 */
export const createMetadataTokens = (world: World): MetadataTokens => {
  const key = world.randomBytes(32);
  const sign = (content: Buffer): Buffer =>
    createHmac("sha256", key).update(content).digest().subarray(0, SIGNATURE_BYTES);
  return {
    issue: (seconds) => {
      const content = Buffer.from(world.randomBytes(CONTENT_BYTES));
      content.writeUIntBE(world.now() + seconds * 1000, 0, 6);
      return Buffer.concat([content, sign(content)]).toString("base64url");
    },
    isValid: (token) => {
      const bytes = Buffer.from(token, "base64url");
      // Base64 has several spellings of the same bytes; only the one that was issued counts.
      if (bytes.length !== CONTENT_BYTES + SIGNATURE_BYTES || bytes.toString("base64url") !== token)
        return false;
      const content = bytes.subarray(0, CONTENT_BYTES);
      return (
        timingSafeEqual(sign(content), bytes.subarray(CONTENT_BYTES)) &&
        content.readUIntBE(0, 6) > world.now()
      );
    },
  };
};
