import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { presignUrl } from "../../signature/index.ts";
import { errorOf, type Sending, send } from "../testing/send.ts";
import {
  aliceKey,
  fakeOperation,
  fakeServices,
  sessionKey,
  startTestGateway,
  type TestGateway,
} from "../testing/test-gateway.ts";

const now = Date.UTC(2026, 10, 24, 18, 30, 0);
const minute = 60_000;

describe("a request that proves who it is from", () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await startTestGateway({
      world: { now: () => now },
      services: fakeServices({
        ecs: [fakeOperation("ListClusters", () => ({ clusterArns: ["a"] }))],
        iam: [],
        sts: [fakeOperation("GetCallerIdentity", () => ({ Account: "1" }))],
        ec2: [],
      }),
    });
  });
  after(() => gateway.close());

  for (const [name, sending] of [
    ["with a long-term key", {}],
    ["with a session's key and token", { credentials: sessionKey }],
    ["with a clock five minutes behind", { date: now - 5 * minute }],
    ["with a clock five minutes ahead", { date: now + 5 * minute }],
    ["to a path other than the root", { path: "/a%20b/c?d=e%2Bf" }],
  ] as const) {
    it(name, async () => {
      const got = await send(gateway.url, { date: now, ...sending });
      assert.deepEqual([got.status, got.text], [200, '{"clusterArns":["a"]}']);
      assert.equal(got.headers.get("x-portreeve-iam-mode"), "enforce");
    });
  }

  const presigned = (
    age: number,
    expiresIn: number,
    credentials: NonNullable<Sending["credentials"]> = aliceKey,
  ) =>
    presignUrl({
      method: "GET",
      url: `${gateway.url}/?Action=GetCallerIdentity&Version=2011-06-15`,
      credentials,
      region: "us-east-1",
      service: "sts",
      date: now - age,
      expiresIn,
    });

  it("by a presigned URL", async () => {
    for (const credentials of [aliceKey, sessionKey]) {
      const response = await fetch(presigned(59_000, 60, credentials));
      assert.equal(response.status, 200);
      assert.match(await response.text(), /<Account>1<\/Account>/);
    }
  });

  it("but not by a presigned URL that has run out, was changed, or is not yet good", async () => {
    const cases: readonly (readonly [string, RegExp])[] = [
      [
        presigned(61_000, 60),
        /Signature expired: 20261124T182859Z is now earlier than 20261124T182900Z \(20261124T183000Z - 1 min\.\)/,
      ],
      [presigned(0, 60).replace("X-Amz-Expires=60", "X-Amz-Expires=600"), /does not match the signature/],
      [presigned(0, 60).replace("GetCallerIdentity", "GetSessionToken"), /does not match the signature/],
      [presigned(-6 * minute, 60), /Signature not yet current/],
      [presigned(0, 604_801), /X-Amz-Expires/],
      [`${presigned(0, 60)}&X-Amz-Expires=61`, /each once/],
    ];
    for (const [url, message] of cases) {
      const response = await fetch(url);
      const { code, message: text } = errorOf(await response.text());
      assert.match(text, message);
      assert.match(code ?? "", /SignatureDoesNotMatch|IncompleteSignature/);
    }
  });
});
