import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { createCipher } from "./cipher.ts";
import { MapStorage } from "./map-storage.fixture.ts";
import { SecretKeyError } from "./secret-key.ts";
import { openState } from "./state.ts";
import { defineTable } from "./table.ts";

type Key = {
  readonly id: string;
  readonly secret: string;
  readonly more?: { readonly seeds: readonly string[] };
};
const keys = defineTable<Key>()({
  name: "test.keys",
  key: (row) => row.id,
  indexes: {},
  secrets: ["secret", "more"],
});
const newKey = (): Uint8Array => new Uint8Array(randomBytes(32));

test("what was sealed opens in its place, with its key, and nowhere else", () => {
  const cipher = createCipher(newKey());
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), fc.string(), (plain, place, elsewhere) => {
      const sealed = cipher.seal(plain, place);
      assert.equal(cipher.open(sealed, place), plain.toWellFormed());
      assert.notEqual(cipher.seal(plain, place), sealed);
      if (elsewhere !== place) assert.throws(() => cipher.open(sealed, elsewhere), SecretKeyError);
      assert.throws(() => createCipher(newKey()).open(sealed, place), SecretKeyError);
    }),
  );
});

test("no bit of a sealed value can be changed, and none left out", () => {
  const cipher = createCipher(newKey());
  const sealed = cipher.seal("wJalrXUtnFEMI", "here");
  const [format, body = ""] = sealed.split(".");
  const bytes = Buffer.from(body, "base64url");
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << (at % 8)), at);
    assert.throws(() => cipher.open(`${format}.${changed.toString("base64url")}`, "here"), SecretKeyError);
    const cut = bytes.subarray(0, at).toString("base64url");
    assert.throws(() => cipher.open(`${format}.${cut}`, "here"), SecretKeyError);
  }
  for (const wrong of ["", "wJalrXUtnFEMI", body, `sealed2.${body}`, `${sealed}.`]) {
    assert.throws(() => cipher.open(wrong, "here"), SecretKeyError);
  }
});

test("secrets of any shape reach storage sealed only, and come back", async () => {
  const storage = new MapStorage();
  const key = newKey();
  const row: Key = { id: "a", secret: "hush-1", more: { seeds: ["hush-2"] } };
  const first = await openState({ storage, cipher: createCipher(key) });
  await first.transact((open) => open.table(keys).put(row));
  const text = JSON.stringify([...storage.rows.values()]);
  assert.ok(text.includes("test.keys") && !text.includes("hush"));
  const second = await openState({ storage, cipher: createCipher(key) });
  assert.deepEqual(second.table(keys).get("a"), row);
});

test("another key, and none, are refused at the start", async () => {
  const storage = new MapStorage();
  const key = newKey();
  await openState({ storage, cipher: createCipher(key) });
  await assert.rejects(openState({ storage, cipher: createCipher(newKey()) }), (error: Error) => {
    assert.ok(error instanceof SecretKeyError);
    assert.match(error.message, /not the one that the stored secrets are sealed with/);
    return true;
  });
  await assert.rejects(openState({ storage }), SecretKeyError);
  await openState({ storage, cipher: createCipher(key) });
});

test("a sealed value that was moved to another row does not open, and the error does not show it", async () => {
  const storage = new MapStorage();
  const cipher = createCipher(newKey());
  const state = await openState({ storage, cipher });
  await state.transact((open) => {
    open.table(keys).put({ id: "mallory", secret: "known" });
    open.table(keys).put({ id: "root", secret: "unknown" });
  });
  const [mallory, root] = ["mallory", "root"].map((id) =>
    storage.rows.get(JSON.stringify(["test.keys", id])),
  );
  assert.ok(mallory !== undefined && root !== undefined);
  const moved = JSON.stringify({ ...JSON.parse(root.value), secret: JSON.parse(mallory.value).secret });
  storage.rows.set(JSON.stringify(["test.keys", "root"]), { ...root, value: moved });
  const reopened = await openState({ storage, cipher });
  assert.throws(
    () => reopened.table(keys),
    (error: Error) => error instanceof SecretKeyError && !error.message.includes("known"),
  );
});

test("a table with secrets is refused where nothing would seal them", async () => {
  const state = await openState({ storage: new MapStorage() });
  assert.throws(() => state.table(keys), /no cipher/);
  await assert.rejects(
    state.transact((open) => open.table(keys).put({ id: "a", secret: "x" })),
    /no cipher/,
  );
});
