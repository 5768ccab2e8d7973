import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compilePolicy, PolicySyntaxError, validatePolicy } from "../index.ts";
import { LEGACY, OK, refusal, SYNTAX, TRUST } from "../testing/refusals.ts";
import type { PolicyKind } from "../types.ts";

describe("a policy document is refused", () => {
  it("text that is not JSON, in the words for its kind", () => {
    assert.equal(refusal("{", "managed").awsMessage, SYNTAX);
    assert.equal(refusal("{", "trust").awsMessage, "This policy contains invalid Json");
    assert.equal(refusal("{", "session").awsMessage, "The policy is not in the valid JSON format.");
  });

  it("the mistake that AWS names first, wherever it stands", () => {
    const statements = [
      { ...OK, Resource: "nonsense" },
      { ...OK, Action: [] },
      { ...OK, Effect: "allow" },
    ];
    const policy = { Version: "2012-10-17", Statement: statements };
    assert.equal(refusal(JSON.stringify(policy), "managed").awsMessage, LEGACY);
    assert.equal(
      refusal(JSON.stringify({ ...policy, Statement: statements.slice(0, 2) }), "managed").code,
      "MissingAction",
    );
    assert.equal(
      refusal(JSON.stringify({ ...policy, Statement: statements.slice(0, 1) }), "managed").code,
      "InvalidResource",
    );
  });

  it("and told where", () => {
    const source =
      '{\n  "Version": "2012-10-17",\n  "Statement": {\n    "Effect": "Allow",\n    "Action": ["ecs:RunTask", "RunTask"],\n    "Resource": "*"\n  }\n}';
    const { line, column } = refusal(source, "managed");
    assert.deepEqual({ line, column }, { line: 5, column: 31 });
    const broken = refusal('{\n  "Version": "2012-10-17",\n  "Statement": [,]\n}', "managed");
    assert.deepEqual({ line: broken.line, column: broken.column }, { line: 3, column: 17 });
    const twice = refusal('{"Statement":[{"Effect":"Allow",\n"Effect":"Deny"}]}', "inline");
    assert.deepEqual([twice.code, twice.line, twice.column], ["DuplicateKey", 2, 1]);
  });
});

describe("a policy document is accepted", () => {
  const accepted: readonly (readonly [what: string, kind: PolicyKind, document: unknown])[] = [
    ["with one statement instead of a list", "managed", { Version: "2012-10-17", Statement: OK }],
    ["with the version at the end", "managed", { Statement: [OK], Version: "2012-10-17" }],
    ["inline, without version", "inline", { Statement: OK }],
    ["inline, in the old language", "inline", { Version: "2008-10-17", Statement: OK }],
    ["with Id", "managed", { Version: "2012-10-17", Id: "x", Statement: OK }],
    [
      "with several empty Sids",
      "managed",
      {
        Version: "2012-10-17",
        Statement: [
          { ...OK, Sid: "" },
          { ...OK, Sid: "" },
        ],
      },
    ],
    [
      "with an unknown operator that tests nothing",
      "inline",
      { Statement: { ...OK, Condition: { Whatever: {} } } },
    ],
    [
      "with numbers and Booleans as values",
      "inline",
      {
        Statement: {
          ...OK,
          Condition: { Bool: { "aws:SecureTransport": true }, NumericLessThan: { "s3:max-keys": 10 } },
        },
      },
    ],
    [
      "with other partitions",
      "inline",
      { Statement: { ...OK, Resource: ["arn:aws-cn:ecs:cn-north-1:1:cluster/x", "arn:aws-us-gov:s3:::b"] } },
    ],
    [
      "with IAM paths in wildcards",
      "inline",
      { Statement: { ...OK, Resource: ["arn:aws:iam::*:*", "arn:aws:iam::1:r*", "arn:aws:iam::1:role/x"] } },
    ],
    ["as a trust policy for everybody", "trust", { Statement: { ...TRUST, Principal: "*" } }],
    [
      "as a trust policy that denies by NotPrincipal",
      "trust",
      {
        Statement: { ...TRUST, Effect: "Deny", Principal: undefined, NotPrincipal: { AWS: "123456789012" } },
      },
    ],
    [
      "as a trust policy with session tags",
      "trust",
      { Statement: { ...TRUST, Action: ["sts:AssumeRole", "sts:TagSession"] } },
    ],
    [
      "as a trust policy for a provider",
      "trust",
      {
        Statement: {
          ...TRUST,
          Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/x" },
          Action: "sts:AssumeRoleWithWebIdentity",
        },
      },
    ],
    [
      "as a resource policy without resource",
      "resource",
      { Statement: { Effect: "Allow", Principal: { AWS: "999999999999" }, Action: "sns:*" } },
    ],
  ];
  for (const [what, kind, document] of accepted)
    it(what, () => {
      const source = JSON.stringify(document);
      validatePolicy(source, kind);
      compilePolicy(source, { kind, name: "x" });
    });
});

it("whatever the document, the answer is a compiled policy or a typed error with a place in it", () => {
  const key = fc.constantFrom(
    "Version",
    "Statement",
    "Effect",
    "Action",
    "Resource",
    "Principal",
    "Condition",
    "Sid",
    "AWS",
    "StringEquals",
    "__proto__",
    "constructor",
  );
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>("2012-10-17", "Allow", "*", "ecs:*", null, true, 1),
      fc.array(tie("node"), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie("node")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
    ),
  })).node;
  fc.assert(
    fc.property(
      value,
      fc.constantFrom<PolicyKind>("managed", "inline", "trust", "resource", "scp"),
      (document, kind) => {
        const source = JSON.stringify(document, null, 1);
        const lines = source.split("\n");
        for (const attempt of [
          () => validatePolicy(source, kind),
          () => compilePolicy(source, { kind, name: "x" }),
        ])
          try {
            attempt();
          } catch (error) {
            assert.ok(error instanceof PolicySyntaxError, String(error));
            const line = lines[error.line - 1];
            assert.ok(line !== undefined && error.column >= 1 && error.column <= line.length + 1);
          }
      },
    ),
    { numRuns: 1000 },
  );
});
