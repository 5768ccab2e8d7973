import { createHmac, hash, randomBytes } from "node:crypto";

const capacity = 4096;
// Why salted digests as keys: the cache must not hold secrets as strings, nor digests that could be looked up.
const salt = randomBytes(16).toString("base64");
const cache = new Map<string, Buffer>();

const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();

/**
 * The key that signs a day's requests to a service in a region, derived from the secret access key. Cached; the
 * cache holds 4096 keys and forgets the least recently used. The returned buffer is shared: do not write to it.
 *
 * @param date the credential scope's date, `YYYYMMDD`
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const signingKey = (
  secretAccessKey: string,
  date: string,
  region: string,
  service: string,
): Buffer => {
  const id = hash("sha256", `${salt}\n${date}\n${region}\n${service}\n${secretAccessKey}`, "base64");
  const known = cache.get(id);
  if (known !== undefined) {
    cache.delete(id);
    cache.set(id, known);
    return known;
  }
  const key = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, date), region), service), "aws4_request");
  cache.set(id, key);
  if (cache.size > capacity) {
    const oldest = cache.keys().next().value;
    if (oldest !== undefined) cache.delete(oldest);
  }
  return key;
};
