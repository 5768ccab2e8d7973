import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { canonicalRequest, presignUrl, sha256Hex, signatureFor, signRequest } from "./index.ts";

/** The checksum interface the AWS SDK's signer wants, over Node's own. */
class Sha256 {
  readonly #digest: { update: (data: Uint8Array) => unknown; digest: () => Buffer };
  constructor(secret?: unknown) {
    this.#digest = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as string);
  }
  update(data: Uint8Array): void {
    this.#digest.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#digest.digest();
  }
  reset(): void {}
}

const segment = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
const name = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 6 });
const requests = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT"),
  path: fc.array(segment, { maxLength: 4 }),
  query: fc.uniqueArray(fc.tuple(name, fc.array(segment, { minLength: 1, maxLength: 2 })), {
    maxLength: 4,
    selector: ([key]) => key,
  }),
  headers: fc.dictionary(fc.stringMatching(/^x-[a-z]{1,6}$/), fc.stringMatching(/^[ -~]{0,12}$/), {
    maxKeys: 3,
  }),
  body: fc.string(),
  sessionToken: fc.option(fc.base64String({ minLength: 4 }), { nil: undefined }),
  secretAccessKey: fc.base64String({ minLength: 8 }),
  date: fc.date({ min: new Date("2015-01-01"), max: new Date("2060-01-01"), noInvalidDate: true }),
});

const toBoth = (request: typeof requests extends fc.Arbitrary<infer T> ? T : never) => {
  const path = `/${request.path.map(encodeURIComponent).join("/")}`;
  const pairs = request.query.flatMap(([key, values]) => values.map((value) => [key, value] as const));
  const raw = pairs.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
  const url = `http://localhost:4566${path}${raw === "" ? "" : `?${raw}`}`;
  const credentials = {
    accessKeyId: "AKIDEXAMPLE",
    secretAccessKey: request.secretAccessKey,
    ...(request.sessionToken === undefined ? {} : { sessionToken: request.sessionToken }),
  };
  const theirs = {
    method: request.method,
    protocol: "http:",
    hostname: "localhost",
    port: 4566,
    // Why from a URL: both signers see the path as it goes over the wire ("." and ".." resolved).
    path: new URL(url).pathname,
    query: Object.fromEntries(request.query.map(([key, values]) => [key, values])),
    headers: { host: "localhost:4566", ...request.headers },
    body: request.body,
  };
  return { url, credentials, theirs };
};

test("signs every request as the AWS SDK for JavaScript does", async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const { url, credentials, theirs } = toBoth(request);
      const scope = { region: "us-west-2", service: "ecs" };
      const signer = new SignatureV4({ ...scope, credentials, sha256: Sha256, applyChecksum: false });
      const signed = await signer.sign(theirs, { signingDate: request.date });
      const ours = signRequest({
        ...scope,
        method: request.method,
        url,
        headers: request.headers,
        body: request.body,
        credentials,
        date: request.date,
      });
      assert.equal(ours["Authorization"], signed.headers["authorization"]);
    }),
    { numRuns: 300 },
  );
});

test("presigns every URL as the AWS SDK for JavaScript does", async () => {
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const { url, credentials, theirs } = toBoth(request);
      const scope = { region: "us-west-2", service: "ecs" };
      const signer = new SignatureV4({ ...scope, credentials, sha256: Sha256, applyChecksum: false });
      const plain = { ...theirs, headers: { host: "localhost:4566" } };
      const signed = await signer.presign(plain, { signingDate: request.date, expiresIn: 300 });
      const ours = presignUrl({
        ...scope,
        method: request.method,
        url,
        body: request.body,
        credentials,
        date: request.date,
        expiresIn: 300,
      });
      assert.equal(new URL(ours).searchParams.get("X-Amz-Signature"), signed.query?.["X-Amz-Signature"]);
    }),
    { numRuns: 200 },
  );
});

test("a form-encoded query canonicalizes to the same text as an RFC 3986 one", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string({ unit: "grapheme" }))), (pairs) => {
      const parts = {
        method: "GET",
        path: "/ws",
        headers: {},
        signedHeaders: [],
        payloadHash: sha256Hex(""),
      };
      const form = new URLSearchParams(
        pairs.map(([key, value]): [string, string] => [key, value]),
      ).toString();
      const rfc = pairs
        .map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join("="))
        .join("&");
      assert.equal(canonicalRequest({ ...parts, query: form }), canonicalRequest({ ...parts, query: rfc }));
    }),
  );
});

test("no raw request line makes canonicalization throw", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (path, query) => {
      const canonical = canonicalRequest({
        method: "GET",
        path,
        query,
        headers: {},
        signedHeaders: ["__proto__", "constructor"],
        payloadHash: "",
      });
      const parts = { secretAccessKey: "s", amzDate: "20150830T123600Z", region: "r", service: "s" };
      assert.equal(signatureFor({ ...parts, canonicalRequest: canonical }).length, 64);
    }),
  );
});
