import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AwsError, type Operation } from "../../operation/index.ts";
import { serviceCaller, sts } from "../sts/index.ts";
import { ACCOUNT, openTestPlane } from "../sts/testing/plane.ts";
import { operations } from "./operations.ts";
import { allowing, trusting } from "./testing/documents.ts";

const text = fc.oneof(
  fc.constantFrom(
    "alice",
    "",
    "/",
    "*",
    "__proto__",
    "constructor",
    "toString",
    "a/b",
    "arn:aws:iam::123456789012:role/alice",
    "arn:aws:iam::123456789012:user/alice",
    "arn:aws:iam::123456789012:policy/alice",
    "arn:aws:iam::aws:policy/AdministratorAccess",
    "arn:::::",
    "ecs.amazonaws.com",
    "v1",
    "\ud800",
    "Active",
    allowing("ecs:*"),
    trusting({ AWS: "*" }),
    "{",
    "[]",
    "null",
    '{"Statement":[null]}',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":[1]},"Action":"sts:AssumeRole"}]}',
  ),
  fc.string({ unit: "binary" }),
);
const tags = fc.array(fc.record({ Key: text, Value: text }), { maxLength: 3 });
const texts = fc.array(text, { maxLength: 3 });
const number = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 900, 3600, 1e12));

/** Every member that any operation reads, of its right type, as the wire hands it over. */
const input = fc.record({
  ...Object.fromEntries(
    [
      "UserName",
      "GroupName",
      "RoleName",
      "InstanceProfileName",
      "ServerCertificateName",
      "CertificateBody",
      "PrivateKey",
      "PolicyName",
      "PolicyArn",
      "PolicyDocument",
      "AssumeRolePolicyDocument",
      "AccessKeyId",
      "AWSServiceName",
      "AccountAlias",
      "DeletionTaskId",
      "VersionId",
      "PermissionsBoundary",
      "PolicySourceArn",
      "Status",
      "RoleArn",
      "RoleSessionName",
      "Name",
    ].map((name) => [name, text]),
  ),
  ...Object.fromEntries(
    [
      "NewUserName",
      "NewGroupName",
      "NewServerCertificateName",
      "CertificateChain",
      "NewPath",
      "Path",
      "PathPrefix",
      "Marker",
      "Description",
      "CustomSuffix",
      "ResourcePolicy",
      "CallerArn",
      "Policy",
      "ExternalId",
      "SourceIdentity",
    ].map((name) => [name, fc.option(text, { nil: undefined })]),
  ),
  Tags: tags,
  TagKeys: texts,
  TransitiveTagKeys: texts,
  PolicyArns: fc.array(fc.record({ arn: text }), { maxLength: 2 }),
  PolicyInputList: texts,
  ActionNames: texts,
  ResourceArns: texts,
  MaxItems: fc.option(number, { nil: undefined }),
  DurationSeconds: fc.option(number, { nil: undefined }),
});

// INVARIANT: the input has every member that an operation reads, of its type.
const all = [...operations, ...sts.operations] as unknown as readonly Operation<unknown, unknown>[];

describe("hostile input", () => {
  for (const operation of all) {
    it(`gets an answer or an AWS error from ${operation.name}`, async () => {
      const { call } = await openTestPlane();
      const caller =
        operation.name === "AssumeRole" ? serviceCaller("ecs.amazonaws.com", ACCOUNT) : undefined;
      await fc.assert(
        fc.asyncProperty(input, async (request) => {
          try {
            await call(operation, request, caller);
          } catch (error) {
            assert.ok(error instanceof AwsError, String(error instanceof Error ? error.stack : error));
            assert.ok(error.httpStatus < 500);
          }
        }),
        { numRuns: 12 },
      );
    });
  }
});
