import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { deriveKey, openKeyFile, openSecretKey, SecretKeyError } from "./secret-key.ts";

const root = mkdtempSync(join(tmpdir(), "portreeve-key-"));
after(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const freshPath = (): string => join(root, String(count++), "secret.key");

test("the first start makes a key for its owner alone, and later ones find the same", async () => {
  const path = freshPath();
  const keys = await Promise.all([openKeyFile(path), openKeyFile(path), openKeyFile(path)]);
  assert.equal(keys[0]?.length, 32);
  for (const key of [...keys, await openKeyFile(path)]) assert.deepEqual(key, keys[0]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(dirname(path)), ["secret.key"]);
  assert.notDeepEqual(await openKeyFile(freshPath()), keys[0]);
});

test("a key that others may read is refused", async () => {
  const path = freshPath();
  await openKeyFile(path);
  chmodSync(path, 0o644);
  await assert.rejects(openKeyFile(path), /chmod 600/);
});

test("what is no key of 32 bytes is refused, and not shown", async () => {
  const right = randomBytes(32).toString("base64");
  for (const text of [
    "",
    "hush",
    right.slice(4),
    `${right}AAAA`,
    `!${right}`,
    `${right.slice(0, 20)} ${right}`,
  ]) {
    const path = join(root, `bad-${count++}`);
    writeFileSync(path, text, { mode: 0o600 });
    const refused = (error: Error): boolean =>
      error instanceof SecretKeyError && (text === "" || !error.message.includes(text));
    await assert.rejects(openKeyFile(path), refused);
    await assert.rejects(openSecretKey({ PORTREEVE_SECRET_KEY: text }, path), refused);
  }
});

test("the environment's key goes before the file, which is then not made", async () => {
  const path = freshPath();
  const key = randomBytes(32);
  const found = await openSecretKey({ PORTREEVE_SECRET_KEY: `${key.toString("base64")}\n` }, path);
  assert.deepEqual(found, new Uint8Array(key));
  assert.throws(() => statSync(path), /ENOENT/);
  assert.deepEqual(await openSecretKey({}, path), await openKeyFile(path));
});

test("keys of different purposes have nothing in common", () => {
  const key = new Uint8Array(randomBytes(32));
  assert.deepEqual(deriveKey(key, "one"), deriveKey(key, "one"));
  assert.notDeepEqual(deriveKey(key, "one"), deriveKey(key, "other"));
  assert.notDeepEqual(deriveKey(key, "one"), key);
});
