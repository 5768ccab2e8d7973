import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decide } from "../../authorization/index.ts";
import { setOf } from "../../authorization/testing/cases.ts";
import { createAccessKey } from "../iam/access-keys/create-access-key.ts";
import { awsError } from "../iam/testing/aws-error.ts";
import { createUser } from "../iam/users/create-user.ts";
import { decodeAuthorizationMessage } from "../sts/decode-authorization-message.ts";
import { ACCOUNT, openTestPlane } from "../sts/testing/plane.ts";
import { unauthorizedOperation } from "./authorization-failure.ts";

const INSTANCE = `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-0123456789abcdef0`;
const request = {
  principal: { type: "User", arn: `arn:aws:iam::${ACCOUNT}:user/bob`, accountId: ACCOUNT },
  action: "ec2:StopInstances",
  resource: INSTANCE,
  context: { "aws:userid": "AIDACKCEVSQ6C2EXAMPLE", "aws:username": "bob", "ec2:Tenancy": "default" },
} as const;
const SENTENCE = `User: ${request.principal.arn} is not authorized to perform: ec2:StopInstances on resource: ${INSTANCE} because x`;

const messageOf = (statements: readonly object[]): string => {
  const decision = decide(request, {
    identity: setOf("inline", [...statements, { Sid: "L", Effect: "Allow", Action: "s3:*", Resource: "*" }]),
  });
  const { message } = unauthorizedOperation(SENTENCE, { request, decision });
  return /Encoded authorization failure message: (\S+)$/.exec(message)?.[1] ?? "";
};

describe("the encoded message of UnauthorizedOperation", () => {
  it("tells those who may decode it what was missing", async () => {
    const { call } = await openTestPlane();
    const EncodedMessage = messageOf([]);
    assert.ok(!EncodedMessage.includes("bob"));
    const { DecodedMessage = "" } = await call(decodeAuthorizationMessage, { EncodedMessage });
    assert.deepEqual(JSON.parse(DecodedMessage), {
      allowed: false,
      explicitDeny: false,
      matchedStatements: { items: [] },
      failures: { items: [] },
      context: {
        principal: { id: "AIDACKCEVSQ6C2EXAMPLE", name: "bob", arn: request.principal.arn },
        action: "ec2:StopInstances",
        resource: INSTANCE,
        conditions: {
          items: [
            { key: "aws:userid", values: { items: [{ value: "AIDACKCEVSQ6C2EXAMPLE" }] } },
            { key: "aws:username", values: { items: [{ value: "bob" }] } },
            { key: "ec2:Tenancy", values: { items: [{ value: "default" }] } },
          ],
        },
      },
    });
  });

  it("names the statement that denied", async () => {
    const { call } = await openTestPlane();
    const EncodedMessage = messageOf([{ Sid: "NoStop", Effect: "Deny", Action: "ec2:*", Resource: "*" }]);
    const { DecodedMessage = "" } = await call(decodeAuthorizationMessage, { EncodedMessage });
    const { explicitDeny, matchedStatements } = JSON.parse(DecodedMessage);
    assert.equal(explicitDeny, true);
    assert.deepEqual(
      matchedStatements.items.map((one: Record<string, unknown>) => [one["statementId"], one["effect"]]),
      [["NoStop", "DENY"]],
    );
  });

  it("stays closed to whoever has no permission, to other accounts, and when it was changed", async () => {
    const { call, callerOf } = await openTestPlane();
    const EncodedMessage = messageOf([]);
    await call(createUser, { UserName: "carol" });
    const carol = callerOf((await call(createAccessKey, { UserName: "carol" })).AccessKey);
    await assert.rejects(
      call(decodeAuthorizationMessage, { EncodedMessage }, carol),
      awsError("AccessDenied", /sts:DecodeAuthorizationMessage/, 403),
    );
    const invalid = awsError("InvalidAuthorizationMessageException", "Message is not valid", 400);
    const other = unauthorizedOperation(SENTENCE, {
      request: { ...request, principal: { ...request.principal, accountId: "210987654321" } },
      decision: decide(request, {
        identity: setOf("inline", { Effect: "Allow", Action: "s3:*", Resource: "*" }),
      }),
    })
      .message.split(" ")
      .at(-1);
    const last = EncodedMessage.endsWith("A") ? "B" : "A";
    for (const one of [
      "x",
      EncodedMessage.slice(4),
      `${EncodedMessage.slice(0, 40)}${last}${EncodedMessage.slice(41)}x`,
      other ?? "",
    ])
      await assert.rejects(call(decodeAuthorizationMessage, { EncodedMessage: one }), invalid);
  });

  it("is not there for a call decided on everything", () => {
    const decision = decide(
      { ...request, resource: "*" },
      { identity: setOf("inline", { Effect: "Allow", Action: "s3:*", Resource: "*" }) },
    );
    const sentence = SENTENCE.replace(INSTANCE, "*");
    const { message, code } = unauthorizedOperation(sentence, { request, decision });
    assert.equal(code, "UnauthorizedOperation");
    assert.doesNotMatch(message, /Encoded/);
  });
});
