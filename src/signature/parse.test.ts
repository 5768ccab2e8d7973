import assert from "node:assert/strict";
import { test } from "node:test";
import {
  canonicalRequest,
  constantTimeEqual,
  parseAmzDate,
  parseAuthorization,
  parsePresigned,
  presignUrl,
  sha256Hex,
  signatureFor,
} from "./index.ts";

const signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
const scope = "AKIDEXAMPLE/20150830/us-east-1/ecs/aws4_request";
const whole = {
  accessKeyId: "AKIDEXAMPLE",
  date: "20150830",
  region: "us-east-1",
  service: "ecs",
  signedHeaders: ["host", "x-amz-date"],
  signature,
};

const good = [
  `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  `AWS4-HMAC-SHA256 Credential=${scope},SignedHeaders=host;x-amz-date,Signature=${signature}`,
  `AWS4-HMAC-SHA256 Signature=${signature}, SignedHeaders=host;x-amz-date, Credential=${scope}`,
];
for (const header of good) {
  test(`reads ${header.slice(0, 60)}`, () => assert.deepEqual(parseAuthorization(header), whole));
}

const bad = [
  "",
  "Basic abc",
  "AWS4-HMAC-SHA256",
  `AWS4-HMAC-SHA512 Credential=${scope}, SignedHeaders=host, Signature=${signature}`,
  `AWS4-HMAC-SHA256 Credential=AKID/2015/us-east-1/ecs/aws4_request, SignedHeaders=host, Signature=${signature}`,
  `AWS4-HMAC-SHA256 Credential=AKID/20150830/us-east-1/ecs/aws5_request, SignedHeaders=host, Signature=${signature}`,
  `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=, Signature=${signature}`,
  `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=Host, Signature=${signature}`,
  `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${signature}00`,
  `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host`,
  `AWS4-HMAC-SHA256 Credential=${scope}, Credential=${scope}, SignedHeaders=host, Signature=${signature}`,
];
for (const header of bad) {
  test(`refuses ${JSON.stringify(header.slice(0, 90))}`, () =>
    assert.equal(parseAuthorization(header), undefined));
}

test("a presigned URL can be read back and verified", () => {
  const credentials = { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "secret", sessionToken: "a+b/c=" };
  const url = presignUrl({
    method: "GET",
    url: "http://localhost:4566/?Action=GetCallerIdentity&Version=2011-06-15",
    credentials,
    region: "us-east-1",
    service: "sts",
    date: Date.UTC(2026, 0, 2, 3, 4, 5),
    expiresIn: 60,
  });
  const parsed = parsePresigned(new URL(url).search.slice(1));
  assert.ok(parsed);
  assert.equal(parsed.expires, 60);
  assert.equal(parsed.sessionToken, "a+b/c=");
  assert.equal(parsed.amzDate, "20260102T030405Z");
  const expected = signatureFor({
    ...parsed,
    secretAccessKey: "secret",
    canonicalRequest: canonicalRequest({
      method: "GET",
      path: "/",
      query: parsed.signedQuery,
      headers: { host: "localhost:4566" },
      signedHeaders: parsed.signedHeaders,
      payloadHash: sha256Hex(""),
    }),
  });
  assert.ok(constantTimeEqual(expected, parsed.signature));
  assert.equal(parsePresigned(`${new URL(url).search.slice(1)}&X-Amz-Date=20300101T000000Z`), undefined);
  assert.equal(parsePresigned("Action=GetCallerIdentity"), undefined);
});

const dates = [
  ["20150830T123600Z", Date.UTC(2015, 7, 30, 12, 36, 0)],
  ["20150230T123600Z", undefined],
  ["20150830T246000Z", undefined],
  ["2015-08-30T12:36:00Z", undefined],
  ["", undefined],
] as const;
for (const [text, moment] of dates) {
  test(`date ${JSON.stringify(text)}`, () => assert.equal(parseAmzDate(text), moment));
}

test("texts of different length or content are not equal", () => {
  assert.equal(constantTimeEqual("abc", "abc"), true);
  assert.equal(constantTimeEqual("abc", "abd"), false);
  assert.equal(constantTimeEqual("abc", "abcd"), false);
});
