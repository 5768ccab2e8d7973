import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import type { AssumeRoleRequest } from "@aws-sdk/client-sts";
import type { Caller } from "../../operation/index.ts";
import { createAccessKey } from "../iam/access-keys/create-access-key.ts";
import { ensureAccount, type Given } from "../iam/index.ts";
import { createRole } from "../iam/roles/create-role.ts";
import { listRoles } from "../iam/roles/list-roles.ts";
import { putRolePolicy } from "../iam/roles/put-role-policy.ts";
import { updateAssumeRolePolicy } from "../iam/roles/update-assume-role-policy.ts";
import { awsError } from "../iam/testing/aws-error.ts";
import { allowing, denying, trusting } from "../iam/testing/documents.ts";
import { createUser } from "../iam/users/create-user.ts";
import { listUsers } from "../iam/users/list-users.ts";
import { putUserPolicy } from "../iam/users/put-user-policy.ts";
import { assumeRole } from "./assume-role.ts";
import { getCallerIdentity } from "./get-caller-identity.ts";
import { ACCOUNT, openTestPlane } from "./testing/plane.ts";

const UserName = "alice";
const RoleName = "worker";
const USER = `arn:aws:iam::${ACCOUNT}:user/alice`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/worker`;
const TAGGING = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"];
const plain = (action: string, resource = ROLE, who = USER) =>
  awsError(
    "AccessDenied",
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource}`,
    403,
  );

const open = async (trust: string, identity?: string, mode?: "audit") => {
  const plane = await openTestPlane(mode === undefined ? {} : { mode });
  const { call, callerOf } = plane;
  await call(createUser, { UserName });
  await call(createRole, {
    RoleName,
    Path: "/team/",
    AssumeRolePolicyDocument: trust,
    MaxSessionDuration: 7200,
  });
  if (identity !== undefined)
    await call(putUserPolicy, { UserName, PolicyName: "p", PolicyDocument: identity });
  const alice = callerOf((await call(createAccessKey, { UserName })).AccessKey);
  const assume = (input: Partial<Given<AssumeRoleRequest>> = {}, caller: Caller = alice) =>
    call(assumeRole, { RoleArn: ROLE, RoleSessionName: "s1", ...input }, caller);
  const sessionOf = async (input?: Partial<Given<AssumeRoleRequest>>, caller?: Caller) =>
    callerOf((await assume(input, caller)).Credentials ?? {});
  return { ...plane, alice, assume, sessionOf };
};

describe("AssumeRole", () => {
  it("answers what AWS answers", async () => {
    const { assume, sessionOf, call } = await open(trusting({ AWS: ACCOUNT }), allowing("sts:AssumeRole"));
    const answer = await assume();
    assert.match(answer.AssumedRoleUser?.AssumedRoleId ?? "", /^AROA[A-Z2-7]{17}:s1$/);
    // The role's path is left out.
    assert.equal(answer.AssumedRoleUser?.Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/worker/s1`);
    assert.deepEqual(answer.Credentials?.Expiration, new Date("2026-03-01T13:00:00Z"));
    assert.ok(!("PackedPolicySize" in answer));
    assert.deepEqual(await call(getCallerIdentity, {}, await sessionOf()), {
      UserId: answer.AssumedRoleUser?.AssumedRoleId,
      Account: ACCOUNT,
      Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/s1`,
    });
  });

  it("needs the role's trust and, where that names the account, the caller's policy", async () => {
    const trustsAccount = await open(trusting({ AWS: ACCOUNT }));
    await assert.rejects(trustsAccount.assume(), plain("sts:AssumeRole"));
    const trustsService = await open(trusting({ Service: "ec2.amazonaws.com" }), allowing("*"));
    await assert.rejects(trustsService.assume(), plain("sts:AssumeRole"));
    // A trust policy that names the user is enough within the account.
    const { assume, call } = await open(trusting({ AWS: ACCOUNT }));
    await call(updateAssumeRolePolicy, { RoleName, PolicyDocument: trusting({ AWS: USER }) });
    await assume();
  });

  it("says the same of a role that does not exist", async () => {
    const { assume } = await open(trusting({ AWS: ACCOUNT }), allowing("sts:AssumeRole"));
    const RoleArn = `arn:aws:iam::${ACCOUNT}:role/nobody`;
    await assert.rejects(assume({ RoleArn }), plain("sts:AssumeRole", RoleArn));
    // The path belongs to the name, and letter case counts.
    const short = `arn:aws:iam::${ACCOUNT}:role/worker`;
    await assert.rejects(assume({ RoleArn: short }), plain("sts:AssumeRole", short));
    const audited = await open(trusting({ AWS: ACCOUNT }), undefined, "audit");
    await assert.rejects(audited.assume({ RoleArn }), plain("sts:AssumeRole", RoleArn));
  });

  it("tells an explicit deny", async () => {
    const { assume } = await open(trusting({ AWS: ACCOUNT }), denying("sts:AssumeRole"));
    await assert.rejects(
      assume(),
      awsError("AccessDenied", /with an explicit deny in an identity-based policy$/),
    );
  });

  it("crosses accounts when both sides say so", async () => {
    const trust = trusting({ AWS: "210987654321" });
    const { state, world, call, callerOf, assume } = await open(trust);
    const other = "210987654321";
    await state.transact((transaction) => ensureAccount(transaction, { accountId: other, world }));
    const root: Caller = {
      principal: { type: "Root", arn: `arn:aws:iam::${other}:root`, accountId: other },
      userId: other,
    };
    await call(createUser, { UserName: "bob" }, root);
    const bob = callerOf((await call(createAccessKey, { UserName: "bob" }, root)).AccessKey);
    await assert.rejects(assume({}, bob), plain("sts:AssumeRole", ROLE, `arn:aws:iam::${other}:user/bob`));
    const PolicyDocument = allowing("sts:AssumeRole");
    await call(putUserPolicy, { UserName: "bob", PolicyName: "p", PolicyDocument }, root);
    const answer = await assume({}, bob);
    assert.equal(answer.AssumedRoleUser?.Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/worker/s1`);
  });

  it("checks the external id that the trust policy asks for", async () => {
    const condition = { StringEquals: { "sts:ExternalId": "secret-7" } };
    const trust = trusting({ AWS: ACCOUNT }, "sts:AssumeRole", condition);
    const { assume } = await open(trust, allowing("sts:AssumeRole"));
    await assert.rejects(assume(), plain("sts:AssumeRole"));
    await assert.rejects(assume({ ExternalId: "other" }), plain("sts:AssumeRole"));
    await assume({ ExternalId: "secret-7" });
  });

  it("is not for the root user, in no mode", async () => {
    for (const mode of [undefined, "audit"] as const) {
      const { call } = await open(trusting({ AWS: ACCOUNT }), undefined, mode);
      await assert.rejects(
        call(assumeRole, { RoleArn: ROLE, RoleSessionName: "s1" }),
        awsError("AccessDenied", "Roles may not be assumed by root accounts.", 403),
      );
    }
  });

  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, texts as recorded from AWS. */
  const refused: readonly (readonly [Partial<Given<AssumeRoleRequest>>, string, string | RegExp])[] = [
    [{ RoleArn: "nothing-valid-in-here" }, "ValidationError", "nothing-valid-in-here is invalid"],
    [{ RoleArn: "arn:aws:iam::123456789012:" }, "ValidationError", "arn:aws:iam::123456789012: is invalid"],
    [
      { RoleSessionName: "Session1:2" },
      "ValidationError",
      "1 validation error detected: Value 'Session1:2' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*",
    ],
    [
      { DurationSeconds: 899 },
      "ValidationError",
      /Value '899' at 'durationSeconds' .* greater than or equal to 900$/,
    ],
    [
      { DurationSeconds: 7201 },
      "ValidationError",
      "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ],
    [
      { Tags: [{ Key: "a", Value: "1" }], TransitiveTagKeys: ["b"] },
      "InvalidParameterValue",
      "The specified transitive tag key must be included in the requested tags.",
    ],
    [
      {
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "A", Value: "2" },
        ],
      },
      "InvalidParameterValue",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ],
    [{ Policy: "{" }, "MalformedPolicyDocument", /./],
    [{ PolicyArns: [{ arn: "arn:aws:iam::aws:policy/Nothing" }] }, "ValidationError", /Nothing/],
    [
      { SerialNumber: "arn:aws:iam::1:mfa/x", TokenCode: "123456" },
      "AccessDenied",
      /^MultiFactorAuthentication failed/,
    ],
    [
      {
        Tags: Array.from({ length: 50 }, (_, index) => ({
          Key: `k${index}`,
          Value: createHash("sha512").update(String(index)).digest("base64"),
        })),
      },
      "PackedPolicyTooLarge",
      /^Packed size of session tags consumes \d+% of allotted space\.$/,
    ],
  ];
  for (const [input, code, message] of refused) {
    it(`refuses ${JSON.stringify(input).slice(0, 70)}`, async () => {
      const { assume } = await open(trusting({ AWS: ACCOUNT }, TAGGING), allowing("sts:*"));
      await assert.rejects(assume(input), awsError(code, message));
    });
  }

  it("limits a chained session to an hour", async () => {
    const { assume, sessionOf, call } = await open(trusting({ AWS: ACCOUNT }), allowing("sts:*"));
    await call(putRolePolicy, { RoleName, PolicyName: "p", PolicyDocument: allowing("sts:AssumeRole") });
    const session = await sessionOf({ DurationSeconds: 7200 });
    await assert.rejects(
      assume({ DurationSeconds: 3601 }, session),
      awsError(
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        400,
      ),
    );
    await assume({ DurationSeconds: 3600 }, session);
  });

  it("tags a session only where sts:TagSession is granted, and hands transitive tags on", async () => {
    const { assume, sessionOf, call, plane, state } = await open(
      trusting({ AWS: ACCOUNT }),
      allowing("sts:*"),
    );
    const Tags = [
      { Key: "team", Value: "blue" },
      { Key: "cost", Value: "7" },
    ];
    await assert.rejects(assume({ Tags }), plain("sts:TagSession"));
    await call(updateAssumeRolePolicy, { RoleName, PolicyDocument: trusting({ AWS: ACCOUNT }, TAGGING) });
    await call(putRolePolicy, { RoleName, PolicyName: "p", PolicyDocument: allowing("sts:*") });
    const session = await sessionOf({ Tags, TransitiveTagKeys: ["team"] });
    assert.deepEqual(plane.authority.principalTags(state, session), { team: "blue", cost: "7" });
    const chained = await sessionOf({}, session);
    assert.deepEqual(plane.authority.principalTags(state, chained), { team: "blue" });
    await assert.rejects(
      assume({ Tags: [{ Key: "TEAM", Value: "red" }] }, session),
      awsError(
        "InvalidParameterValue",
        "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
        400,
      ),
    );
    // What is handed on counts as tagging.
    await call(updateAssumeRolePolicy, { RoleName, PolicyDocument: trusting({ AWS: ACCOUNT }) });
    await assert.rejects(
      assume({}, session),
      plain("sts:TagSession", ROLE, `arn:aws:sts::${ACCOUNT}:assumed-role/worker/s1`),
    );
  });

  it("sets a source identity only where that is granted", async () => {
    const { assume, call } = await open(trusting({ AWS: ACCOUNT }), allowing("sts:*"));
    await assert.rejects(assume({ SourceIdentity: "alice" }), plain("sts:SetSourceIdentity"));
    await call(updateAssumeRolePolicy, { RoleName, PolicyDocument: trusting({ AWS: ACCOUNT }, TAGGING) });
    assert.equal((await assume({ SourceIdentity: "alice" })).SourceIdentity, "alice");
  });

  it("hands a source identity on, and lets nobody in the chain change it", async () => {
    const { assume, sessionOf, call } = await open(trusting({ AWS: ACCOUNT }, TAGGING), allowing("sts:*"));
    await call(putRolePolicy, { RoleName, PolicyName: "p", PolicyDocument: allowing("sts:*") });
    const session = await sessionOf({ SourceIdentity: "alice" });
    assert.equal((await assume({}, session)).SourceIdentity, "alice");
    assert.equal((await assume({ SourceIdentity: "alice" }, session)).SourceIdentity, "alice");
    await assert.rejects(
      assume({ SourceIdentity: "root" }, session),
      plain("sts:SetSourceIdentity", ROLE, `arn:aws:sts::${ACCOUNT}:assumed-role/worker/s1`),
    );
  });

  it("holds a session to its session policies as well", async () => {
    const { sessionOf, call, assume } = await open(trusting({ AWS: ACCOUNT }), allowing("sts:*"));
    await call(putRolePolicy, { RoleName, PolicyName: "p", PolicyDocument: allowing("iam:*") });
    const whole = await sessionOf();
    await call(listUsers, {}, whole);
    const Policy = allowing("iam:ListRoles", "ecs:ListClusters");
    const limited = await sessionOf({ Policy });
    await call(listRoles, {}, limited);
    await assert.rejects(
      call(listUsers, {}, limited),
      awsError("AccessDenied", /because no session policy allows the iam:ListUsers action$/, 403),
    );
    const readOnly = await sessionOf({ PolicyArns: [{ arn: "arn:aws:iam::aws:policy/IAMReadOnlyAccess" }] });
    await call(listUsers, {}, readOnly);
    await assert.rejects(
      call(createUser, { UserName: "x" }, readOnly),
      awsError("AccessDenied", /no session policy/),
    );
    assert.ok(((await assume({ Policy })).PackedPolicySize ?? 0) > 0);
  });

  it("is held to what the role may do now, not when the session began", async () => {
    const { sessionOf, call } = await open(trusting({ AWS: ACCOUNT }), allowing("sts:*"));
    const session = await sessionOf();
    await assert.rejects(call(listUsers, {}, session), awsError("AccessDenied", /no identity-based policy/));
    await call(putRolePolicy, { RoleName, PolicyName: "p", PolicyDocument: allowing("iam:*") });
    await call(listUsers, {}, session);
    await call(putRolePolicy, { RoleName, PolicyName: "p", PolicyDocument: denying("*") });
    await assert.rejects(call(listUsers, {}, session), awsError("AccessDenied", /with an explicit deny/));
  });
});
