import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAuthorization, signatureFor, signingKey, signRequest } from "./index.ts";

// AWS's published signature test suite: one identity, one moment, service "service".
// https://docs.aws.amazon.com/general/latest/gr/signature-v4-test-suite.html
const suite = {
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
  region: "us-east-1",
  service: "service",
  date: Date.UTC(2015, 7, 30, 12, 36, 0),
} as const;

const cases = [
  ["get-vanilla", "GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  ["get-vanilla-query", "GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
  [
    "get-vanilla-query-order-key-case",
    "GET",
    "/?Param2=value2&Param1=value1",
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
  ],
  ["post-vanilla", "POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  [
    "post-vanilla-query",
    "POST",
    "/?Param1=value1",
    "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
  ],
] as const;

for (const [name, method, path, signature] of cases) {
  test(`test suite: ${name}`, () => {
    const headers = signRequest({ ...suite, method, url: `https://example.amazonaws.com${path}` });
    assert.equal(headers["X-Amz-Date"], "20150830T123600Z");
    assert.equal(
      headers["Authorization"],
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    );
    assert.equal(parseAuthorization(headers["Authorization"] ?? "")?.signature, signature);
  });
}

test("the signing key of AWS's worked example", () => {
  // https://docs.aws.amazon.com/general/latest/gr/signature-v4-examples.html
  const key = signingKey(suite.credentials.secretAccessKey, "20150830", "us-east-1", "iam");
  assert.equal(key.toString("hex"), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
});

test("the ListUsers request of AWS's worked example", () => {
  // https://docs.aws.amazon.com/general/latest/gr/sigv4_signing.html
  const headers = signRequest({
    ...suite,
    service: "iam",
    method: "GET",
    url: "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
    headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
  });
  assert.match(
    headers["Authorization"] ?? "",
    /SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7$/,
  );
});

test("a scope date that differs from the request's date gives another signature", () => {
  const parts = {
    secretAccessKey: suite.credentials.secretAccessKey,
    amzDate: "20150830T123600Z",
    region: "us-east-1",
    service: "service",
    canonicalRequest: "x",
  };
  assert.notEqual(signatureFor(parts), signatureFor({ ...parts, date: "20150831" }));
});
