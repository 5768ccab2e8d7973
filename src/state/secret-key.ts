import { hkdfSync, randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Bytes of a secret key: that of AES-256. */
export const SECRET_KEY_BYTES = 32;

/** A key that is missing, malformed, readable by others or not the one that was used. Never tells the key. */
export class SecretKeyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SecretKeyError";
  }
}

/** Reads a key of 32 bytes in base64. `source` names where it is from. Throws {@link SecretKeyError}. */
export const parseSecretKey = (text: string, source: string): Uint8Array => {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, "base64");
  // Why compare: Node skips what is no base64 instead of refusing it.
  const same = key.toString("base64").replace(/=+$/, "") === trimmed.replace(/=+$/, "");
  if (key.length !== SECRET_KEY_BYTES || !same) {
    throw new SecretKeyError(`${source} must hold ${SECRET_KEY_BYTES} bytes in base64`);
  }
  return new Uint8Array(key);
};

/**
 * The key that secrets are sealed with, from the file of its own at `path`; made, for its owner alone, when there
 * is none. Rejects with {@link SecretKeyError} when the file is no key or others may read it.
 */
export const openKeyFile = async (path: string): Promise<Uint8Array> => {
  const text = await readIfThere(path);
  if (text === undefined) {
    await createKeyFile(path);
    return parseSecretKey(await readFile(path, "utf8"), path);
  }
  const { mode } = await stat(path);
  if ((mode & 0o077) !== 0) {
    throw new SecretKeyError(`${path} can be read by others: it needs \`chmod 600\``);
  }
  return parseSecretKey(text, path);
};

/** The key from PORTREEVE_SECRET_KEY (32 bytes in base64) where it is set, otherwise from the file. */
export const openSecretKey = async (
  environment: Readonly<Record<string, string | undefined>>,
  path: string,
): Promise<Uint8Array> => {
  const text = environment["PORTREEVE_SECRET_KEY"];
  return text === undefined ? openKeyFile(path) : parseSecretKey(text, "PORTREEVE_SECRET_KEY");
};

/** A key for one purpose, which tells nothing of the secret key or of those of other purposes (HKDF, RFC 5869). */
export const deriveKey = (secretKey: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secretKey, new Uint8Array(0), `portreeve ${purpose}`, SECRET_KEY_BYTES));

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

const isThere = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EEXIST";

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, "r");
  await handle.sync();
  await handle.close();
};

/** Whole or not at all, also when the process is killed, and the first of two processes wins. */
const createKeyFile = async (path: string): Promise<void> => {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Why not the World's randomness: a replayed seed would make a key that others know.
  const draft = `${path}.${randomBytes(8).toString("hex")}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(`${randomBytes(SECRET_KEY_BYTES).toString("base64")}\n`);
    await handle.sync();
    await link(draft, path);
    await sync(dirname(path));
  } catch (error) {
    if (!isThere(error)) throw error;
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
};
