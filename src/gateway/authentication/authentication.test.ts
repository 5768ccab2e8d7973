import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
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
const secret = aliceKey.secretAccessKey;

/** code, status and the beginning of the message that each dialect must answer. */
type Expected = readonly [code: string, status: number, message: string];
type Row = {
  readonly name: string;
  readonly sending: Sending;
  readonly ecs: Expected;
  readonly iam: Expected;
  readonly ec2: Expected;
};

const invalidToken = "The security token included in the request is invalid.";
const expiredToken = "The security token included in the request is expired";
const notValidated: Expected = [
  "AuthFailure",
  401,
  "AWS was not able to validate the provided access credentials",
];
const mismatch = "The request signature we calculated does not match the signature you provided.";
const key = (accessKeyId: string): Sending["credentials"] => ({
  accessKeyId,
  secretAccessKey: secret,
  sessionToken: "t",
});

const unknown = {
  ecs: ["UnrecognizedClientException", 400, invalidToken],
  iam: ["InvalidClientTokenId", 403, invalidToken],
  ec2: notValidated,
} as const;
const wrong = {
  ecs: ["InvalidSignatureException", 400, mismatch],
  iam: ["SignatureDoesNotMatch", 403, mismatch],
  ec2: notValidated,
} as const;
const incomplete = (message: string) =>
  ({
    ecs: ["IncompleteSignatureException", 400, message],
    iam: ["IncompleteSignature", 400, message],
    ec2: ["IncompleteSignature", 400, message],
  }) as const;
const misscoped = (message: string) =>
  ({
    ecs: ["InvalidSignatureException", 400, message],
    iam: ["SignatureDoesNotMatch", 403, message],
    ec2: ["AuthFailure", 401, message],
  }) as const;

/** Sources of codes and texts: the comments of failure-answers.ts and clock.ts. */
const rows: readonly Row[] = [
  {
    name: "no signature at all",
    sending: { tamper: (headers) => ({ ...headers, authorization: undefined }) },
    ecs: ["MissingAuthenticationTokenException", 400, "Missing Authentication Token"],
    iam: ["MissingAuthenticationToken", 403, "Request is missing Authentication Token"],
    ec2: ["MissingAuthenticationToken", 403, "Request is missing Authentication Token"],
  },
  {
    name: "an unknown access key",
    sending: { credentials: { ...aliceKey, accessKeyId: "AKIANOBODY" } },
    ...unknown,
  },
  { name: "an inactive access key", sending: { credentials: key("AKIAINACTIVE00000INA") }, ...unknown },
  {
    name: "a session's key without its token",
    sending: {
      credentials: { accessKeyId: sessionKey.accessKeyId, secretAccessKey: sessionKey.secretAccessKey },
    },
    ...unknown,
  },
  {
    name: "a session that has ended",
    sending: { credentials: key("ASIAEXPIRED000000EXP") },
    ecs: ["ExpiredTokenException", 400, expiredToken],
    iam: ["ExpiredToken", 403, expiredToken],
    ec2: ["RequestExpired", 400, "Request has expired."],
  },
  { name: "a wrong secret", sending: { credentials: { ...aliceKey, secretAccessKey: "wrong" } }, ...wrong },
  { name: "another body than the signed one", sending: { sentBody: "{ }" }, ...wrong },
  {
    name: "a signed header that was changed",
    sending: { tamper: (headers) => ({ ...headers, "content-type": `${headers["content-type"]};x=1` }) },
    ...wrong,
  },
  {
    name: "a clock too far behind",
    sending: { date: now - 5 * minute - 1000 },
    ecs: [
      "InvalidSignatureException",
      400,
      "Signature expired: 20261124T182459Z is now earlier than 20261124T182500Z (20261124T183000Z - 5 min.)",
    ],
    iam: [
      "SignatureDoesNotMatch",
      403,
      "Signature expired: 20261124T182459Z is now earlier than 20261124T182500Z (20261124T183000Z - 5 min.)",
    ],
    ec2: notValidated,
  },
  {
    name: "a clock too far ahead",
    sending: { date: now + 5 * minute + 1000 },
    ecs: [
      "InvalidSignatureException",
      400,
      "Signature not yet current: 20261124T183501Z is still later than 20261124T183500Z (20261124T183000Z + 5 min.)",
    ],
    iam: [
      "SignatureDoesNotMatch",
      403,
      "Signature not yet current: 20261124T183501Z is still later than 20261124T183500Z (20261124T183000Z + 5 min.)",
    ],
    ec2: notValidated,
  },
  {
    name: "a header without its signature",
    sending: {
      tamper: (headers) => ({
        ...headers,
        authorization: headers["authorization"]?.replace(/, Signature=.*/, ""),
      }),
    },
    ...incomplete("Authorization header requires 'Signature' parameter."),
  },
  {
    name: "no date",
    sending: { tamper: (headers) => ({ ...headers, "x-amz-date": undefined }) },
    ...incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."),
  },
  {
    name: "a date that is none",
    sending: { tamper: (headers) => ({ ...headers, "x-amz-date": "yesterday" }) },
    ...incomplete("Date must be in ISO-8601 'basic format'. Got 'yesterday'."),
  },
  {
    name: "another scheme",
    sending: { tamper: (headers) => ({ ...headers, authorization: "Basic YWxpY2U6c2VjcmV0" }) },
    ...incomplete("Unsupported AWS 'algorithm'"),
  },
  {
    name: "another day in the scope",
    sending: {
      tamper: (headers) => ({
        ...headers,
        authorization: headers["authorization"]?.replace("/20261124/", "/20261123/"),
      }),
    },
    ...misscoped(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261123' != '20261124', from '20261124T183000Z'.",
    ),
  },
  {
    name: "no region in the scope",
    sending: { region: "nowhere:123456789012:x" },
    ...misscoped("Credential should be scoped to a valid region. "),
  },
  {
    name: "a host that is not signed",
    sending: {
      tamper: (headers) => ({ ...headers, authorization: headers["authorization"]?.replace(";host;", ";") }),
    },
    ...misscoped("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
  },
  {
    name: "a session token that is not signed",
    sending: { tamper: (headers) => ({ ...headers, "x-amz-security-token": "stolen" }) },
    ...misscoped("'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization."),
  },
];

describe("a request that does not prove who it is from", () => {
  let gateway: TestGateway;
  const called: string[] = [];
  const operations = (name: string) => [
    fakeOperation(name, () => {
      called.push(name);
      return {};
    }),
  ];
  before(async () => {
    gateway = await startTestGateway({
      world: { now: () => now },
      services: fakeServices({
        ecs: operations("ListClusters"),
        iam: operations("ListUsers"),
        sts: operations("GetCallerIdentity"),
        ec2: operations("DescribeInstances"),
      }),
    });
  });
  after(() => gateway.close());

  for (const row of rows) {
    for (const service of ["ecs", "iam", "ec2"] as const) {
      it(`${row.name}: ${service}`, async () => {
        const [code, status, message] = row[service];
        const got = await send(gateway.url, { date: now, ...row.sending, service });
        const error = errorOf(got.text);
        assert.deepEqual([error.code, got.status], [code, status]);
        assert.ok(error.message.startsWith(message), error.message);
        assert.match(got.headers.get("x-amzn-requestid") ?? "", /^[0-9a-f-]{36}$/);
        assert.ok(!got.text.includes(secret));
        assert.deepEqual(called, []);
      });
    }
  }

  it("signed for another service than it speaks to", async () => {
    const toEcs = await send(gateway.url, {
      date: now,
      service: "iam",
      body: "{}",
      headers: { "x-amz-target": "AmazonEC2ContainerServiceV20141113.ListClusters" },
    });
    assert.deepEqual(errorOf(toEcs.text), {
      code: "InvalidSignatureException",
      message: "Credential should be scoped to correct service: 'ecs'. ",
    });
    const toSts = await send(gateway.url, {
      date: now,
      service: "iam",
      body: "Action=GetCallerIdentity&Version=2011-06-15",
    });
    assert.deepEqual(errorOf(toSts.text), {
      code: "SignatureDoesNotMatch",
      message: "Credential should be scoped to correct service: 'sts'. ",
    });
    assert.deepEqual(called, []);
  });

  it("with the operation outside of the signature", async () => {
    const got = await send(gateway.url, {
      date: now,
      headers: { "content-type": "application/x-amz-json-1.1" },
      tamper: (headers) => ({
        ...headers,
        "x-amz-target": "AmazonEC2ContainerServiceV20141113.ListClusters",
      }),
    });
    assert.match(errorOf(got.text).message, /^'x-amz-target' must be a 'SignedHeader'/);
    assert.deepEqual(called, []);
  });

  it("shows what was signed, but no session token", async () => {
    const got = await send(gateway.url, {
      date: now,
      credentials: { ...sessionKey, secretAccessKey: "wrong" },
    });
    const { message } = errorOf(got.text);
    assert.match(message, /The Canonical String for this request should have been\n'POST\n\/\n\n/);
    assert.match(
      message,
      /The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20261124T183000Z\n20261124\/eu-west-1\/ecs\/aws4_request\n[0-9a-f]{64}'/,
    );
    assert.ok(!message.includes(sessionKey.sessionToken));
  });
});
