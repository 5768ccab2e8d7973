import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { SessionGrant } from "../../operation/index.ts";
import { realWorld } from "../../world.ts";
import { createSessionIssuer } from "./session-token.ts";

const key = new Uint8Array(32).fill(1);
const issuer = () => createSessionIssuer({ key, world: realWorld });
const grant: SessionGrant = {
  principal: {
    type: "AssumedRole",
    arn: "arn:aws:sts::123456789012:assumed-role/worker/task",
    accountId: "123456789012",
    roleArn: "arn:aws:iam::123456789012:role/worker",
  },
  userId: "AROAEXAMPLE:task",
  roleId: "AROAEXAMPLE",
  session: { name: "task", tags: { team: "blå" }, issuedAt: 1000, expiresAt: 2000 },
};

describe("session tokens", () => {
  it("carry their facts to every process that has the key", () => {
    const credentials = issuer().issueSession(grant);
    assert.match(credentials.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.equal(credentials.expiration, 2000);
    const opened = issuer().openSession(credentials.sessionToken);
    assert.deepEqual(opened, {
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey,
      grant,
    });
  });

  it("are opened once: the same token gives the same object", () => {
    const own = issuer();
    const { sessionToken } = own.issueSession(grant);
    assert.equal(own.openSession(sessionToken), own.openSession(sessionToken));
  });

  it("do not show what they carry, nor twice the same", () => {
    const one = issuer().issueSession(grant);
    const bytes = Buffer.from(one.sessionToken, "base64").toString("latin1");
    assert.ok(!bytes.includes("worker") && !bytes.includes(one.secretAccessKey));
    assert.notEqual(issuer().issueSession(grant).sessionToken, one.sessionToken);
  });

  it("are unknown when a single bit is another", () => {
    const { sessionToken } = issuer().issueSession(grant);
    const bytes = Buffer.from(sessionToken, "base64");
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        assert.equal(issuer().openSession(changed.toString("base64")), undefined);
      }),
    );
  });

  it("are unknown when cut, lengthened, spelt otherwise or made up", () => {
    const { sessionToken } = issuer().issueSession(grant);
    const { openSession } = issuer();
    for (let length = 0; length < sessionToken.length; length += 7) {
      assert.equal(openSession(sessionToken.slice(0, length)), undefined);
    }
    for (const text of [
      `${sessionToken}A`,
      `${sessionToken}\n`,
      ` ${sessionToken}`,
      sessionToken.replaceAll("+", "-").replaceAll("/", "_"),
      "A".repeat(300_000),
    ]) {
      if (text !== sessionToken) assert.equal(openSession(text), undefined);
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.equal(openSession(text), undefined);
      }),
    );
  });

  it("are unknown under another key", () => {
    const { sessionToken } = issuer().issueSession(grant);
    const other = createSessionIssuer({ key: new Uint8Array(32).fill(2), world: realWorld });
    assert.equal(other.openSession(sessionToken), undefined);
  });
});
