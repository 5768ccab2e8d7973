import { createCipheriv, createDecipheriv, hash, hkdfSync } from "node:crypto";
import { secretAccessKey, uniqueId } from "../../ids.ts";
import type { SessionCredentials, SessionGrant } from "../../operation/index.ts";
import type { World } from "../../world.ts";
import { createLeastRecentlyUsed } from "../iam/index.ts";

/** What a session token says once it is opened. */
export type OpenedSession = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly grant: SessionGrant;
};

/** Makes and opens session tokens. */
export type SessionIssuer = {
  readonly issueSession: (grant: SessionGrant) => SessionCredentials;
  /** What the token says, whether it has expired or not; undefined for one that was not made here. */
  readonly openSession: (token: string) => OpenedSession | undefined;
};

const ALGORITHM = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The token's form; also what the tag vouches for next to the content. */
const FORM = Buffer.from([1]);
/** Tokens longer than this were not made here: what a session carries is bounded by AssumeRole's limits. */
const LONGEST_TOKEN = 200_000;
const KEPT_SESSIONS = 10_000;

/**
 * Session tokens that carry their facts, encrypted and authenticated, so that nothing is stored and every
 * replica that has the key can open them. `key` is the installation's secret key; the tokens' own key is
 * derived from it. Opened tokens are remembered by their hash, so that a session's every call finds the same
 * facts and no call decrypts twice.
 */
export const createSessionIssuer = (options: {
  readonly key: Uint8Array;
  readonly world: World;
}): SessionIssuer => {
  const { world } = options;
  const key = Buffer.from(hkdfSync("sha256", options.key, "", "portreeve session tokens 1", 32));
  const opened = createLeastRecentlyUsed<string, OpenedSession>(KEPT_SESSIONS);

  const seal = (session: OpenedSession): string => {
    const nonce = world.randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(FORM);
    const content = Buffer.concat([cipher.update(JSON.stringify(session), "utf8"), cipher.final()]);
    return Buffer.concat([FORM, nonce, content, cipher.getAuthTag()]).toString("base64");
  };

  const unseal = (token: string): OpenedSession | undefined => {
    const bytes = Buffer.from(token, "base64");
    if (bytes.length <= FORM.length + NONCE_BYTES + TAG_BYTES || bytes[0] !== FORM[0]) return undefined;
    // Base64 has several spellings of the same bytes; only the one that was issued counts.
    if (bytes.toString("base64") !== token) return undefined;
    const nonce = bytes.subarray(FORM.length, FORM.length + NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(FORM)
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const content = decipher.update(bytes.subarray(FORM.length + NONCE_BYTES, -TAG_BYTES));
      // INVARIANT: final() throws unless the tag vouches for every byte, so the content is what seal() wrote.
      return JSON.parse(Buffer.concat([content, decipher.final()]).toString("utf8")) as OpenedSession;
    } catch {
      return undefined;
    }
  };

  return {
    issueSession: (grant) => {
      const accessKeyId = uniqueId(world, "ASIA");
      const secret = secretAccessKey(world);
      const sessionToken = seal({ accessKeyId, secretAccessKey: secret, grant });
      return { accessKeyId, secretAccessKey: secret, sessionToken, expiration: grant.session.expiresAt };
    },
    openSession: (token) => {
      if (token.length > LONGEST_TOKEN) return undefined;
      const digest = hash("sha256", token, "base64");
      const found = opened.get(digest);
      if (found !== undefined) return found;
      const session = unseal(token);
      return session === undefined ? undefined : opened.set(digest, session);
    },
  };
};
