import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compilePolicy, PolicySyntaxError, validatePolicy } from "../index.ts";
import type { PolicyKind } from "../types.ts";

const refusal = (source: string, kind: PolicyKind): PolicySyntaxError => {
  try {
    validatePolicy(source, kind);
  } catch (error) {
    assert.ok(error instanceof PolicySyntaxError, String(error));
    return error;
  }
  return assert.fail(`accepted: ${source}`);
};

const OK = { Effect: "Allow", Action: "ecs:RunTask", Resource: "*" };
const TRUST = { Effect: "Allow", Principal: { Service: "ecs.amazonaws.com" }, Action: "sts:AssumeRole" };
const SYNTAX = "Syntax errors in policy.";
const LEGACY = "The policy failed legacy parsing";

type Row = readonly [what: string, kind: PolicyKind, document: unknown, code: string, awsMessage: string];
const inline = (what: string, change: object, code: string, text: string): Row => [
  what,
  "inline",
  { Version: "2012-10-17", Statement: { ...OK, ...change } },
  code,
  text,
];
const trust = (what: string, change: object, code: string, text: string): Row => [
  what,
  "trust",
  { Version: "2012-10-17", Statement: { ...TRUST, ...change } },
  code,
  text,
];

/**
 * The texts were recorded from AWS by others: moto's tests of IAM policy validation, which its authors ran against
 * AWS, and errors that users pasted in public threads.
 */
const ROWS: readonly Row[] = [
  ["not an object", "managed", [], "WrongType", SYNTAX],
  ["no statement", "managed", { Version: "2012-10-17" }, "MissingStatement", SYNTAX],
  [
    "an empty list of statements",
    "managed",
    { Version: "2012-10-17", Statement: [] },
    "EmptyStatement",
    SYNTAX,
  ],
  [
    "a statement that is no object",
    "managed",
    { Version: "2012-10-17", Statement: ["a"] },
    "WrongType",
    SYNTAX,
  ],
  ["an unknown element", "managed", { Version: "2012-10-17", Statements: [OK] }, "UnknownElement", SYNTAX],
  [
    "an Id that is no string",
    "managed",
    { Version: "2012-10-17", Id: 1, Statement: OK },
    "WrongType",
    SYNTAX,
  ],
  ["an unknown version", "managed", { Version: "2012-10-18", Statement: OK }, "InvalidVersion", SYNTAX],
  [
    "a managed policy in the old language",
    "managed",
    { Version: "2008-10-17", Statement: OK },
    "UnsupportedVersion",
    "Policy document must be version 2012-10-17 or greater.",
  ],
  [
    "a managed policy without version",
    "managed",
    { Statement: OK },
    "UnsupportedVersion",
    "Policy document must be version 2012-10-17 or greater.",
  ],
  [
    "a boundary without version",
    "boundary",
    { Statement: OK },
    "UnsupportedVersion",
    "Policy document must be version 2012-10-17 or greater.",
  ],
  inline("an unknown element of a statement", { Actions: "*" }, "UnknownElement", SYNTAX),
  inline("__proto__ as an element", JSON.parse('{"__proto__": {}}'), "UnknownElement", SYNTAX),
  inline("no effect", { Effect: undefined }, "MissingEffect", SYNTAX),
  inline("an effect of its own", { Effect: "Permit" }, "InvalidEffect", SYNTAX),
  inline("an effect in small letters", { Effect: "allow" }, "InvalidEffect", LEGACY),
  inline("an effect that is no string", { Effect: true }, "WrongType", SYNTAX),
  inline("Action and NotAction", { NotAction: "*" }, "ExclusiveElements", SYNTAX),
  inline("Resource and NotResource", { NotResource: "*" }, "ExclusiveElements", SYNTAX),
  inline("no action", { Action: undefined }, "MissingAction", "Policy statement must contain actions."),
  inline(
    "an empty list of actions",
    { Action: [] },
    "MissingAction",
    "Policy statement must contain actions.",
  ),
  inline("an action that is no string", { Action: [1] }, "WrongType", SYNTAX),
  inline("an action that is an object", { Action: {} }, "WrongType", SYNTAX),
  inline(
    "no resource",
    { Resource: undefined },
    "MissingResource",
    "Policy statement must contain resources.",
  ),
  inline(
    "an empty list of resources",
    { Resource: [] },
    "MissingResource",
    "Policy statement must contain resources.",
  ),
  inline("a resource that is no string", { Resource: [["*"]] }, "WrongType", SYNTAX),
  inline(
    "a principal in an identity policy",
    { Principal: "*" },
    "ProhibitedPrincipal",
    "Policy document should not specify a principal.",
  ),
  inline(
    "NotPrincipal in an identity policy",
    { NotPrincipal: { AWS: "123456789012" } },
    "ProhibitedPrincipal",
    "Policy document should not specify a principal.",
  ),
  inline(
    "an action without service",
    { Action: "RunTask" },
    "InvalidAction",
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  ),
  inline(
    "an action with two colons",
    { Action: "arn:aws:codebuild" },
    "InvalidAction",
    "Actions/Condition can contain only one colon.",
  ),
  inline("a service that is none", { Action: "e*:RunTask" }, "InvalidAction", "Vendor e* is not valid"),
  inline(
    "a service that is none",
    { NotAction: "a a:b", Action: undefined },
    "InvalidAction",
    "Vendor a a is not valid",
  ),
  inline(
    "a condition key without service",
    { Condition: { StringEquals: { username: "alice" } } },
    "InvalidConditionKey",
    "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
  ),
  inline(
    "a resource that is no ARN",
    { Resource: "my-cluster" },
    "InvalidResource",
    'Resource my-cluster must be in ARN format or "*".',
  ),
  inline(
    "a partition that is none",
    { Resource: "arn:p:s3:::b" },
    "InvalidResource",
    'Partition "p" is not valid for resource "arn:p:s3:*:*:b".',
  ),
  inline(
    "a service with wildcards",
    { Resource: "arn:aws:*:us-east-1:1:x" },
    "InvalidResource",
    "Resource vendor must be fully qualified and cannot contain regexes.",
  ),
  inline(
    "an IAM resource with region",
    { Resource: "arn:aws:iam:us-east-1:123456789012:role/x" },
    "InvalidResource",
    "IAM resource arn:aws:iam:us-east-1:123456789012:role/x cannot contain region information.",
  ),
  inline(
    "a bucket with region",
    { Resource: "arn:aws:s3:us-east-1::b" },
    "InvalidResource",
    "Resource arn:aws:s3:us-east-1::b can not contain region information.",
  ),
  inline(
    "an IAM path that is none",
    { Resource: "arn:aws:iam::123456789012:roles/x" },
    "InvalidResource",
    'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
  ),
  inline("an ARN that lacks parts", { Resource: "arn:aws:s3::b" }, "InvalidResource", LEGACY),
  inline(
    "a date that is none",
    { Condition: { DateLessThan: { "aws:CurrentTime": "soon" } } },
    "InvalidDate",
    LEGACY,
  ),
  inline("an unknown operator", { Condition: { StringIs: { "a:b": "c" } } }, "UnknownOperator", SYNTAX),
  inline(
    "an operator in small letters",
    { Condition: { stringequals: { "a:b": "c" } } },
    "UnknownOperator",
    SYNTAX,
  ),
  inline("NullIfExists", { Condition: { NullIfExists: { "a:b": "true" } } }, "UnknownOperator", SYNTAX),
  inline(
    "__proto__ as operator",
    { Condition: JSON.parse('{"__proto__":{"a:b":"c"}}') },
    "UnknownOperator",
    SYNTAX,
  ),
  inline(
    "constructor as operator",
    { Condition: { constructor: { "a:b": "c" } } },
    "UnknownOperator",
    SYNTAX,
  ),
  inline("a condition that is no map", { Condition: "a" }, "WrongType", SYNTAX),
  inline("an operator that holds no map", { Condition: { StringEquals: "a" } }, "WrongType", SYNTAX),
  inline(
    "a condition value that is an object",
    { Condition: { StringEquals: { "a:b": {} } } },
    "WrongType",
    SYNTAX,
  ),
  inline(
    "a condition value that is null",
    { Condition: { StringEquals: { "a:b": null } } },
    "WrongType",
    SYNTAX,
  ),
  inline(
    "a Sid with other characters",
    { Sid: "my-sid" },
    "InvalidSid",
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
  ),
  [
    "a Sid twice",
    "managed",
    {
      Version: "2012-10-17",
      Statement: [
        { ...OK, Sid: "A" },
        { ...OK, Sid: "A" },
      ],
    },
    "DuplicateSid",
    "Statement IDs (SID) in a single policy must be unique.",
  ],
  [
    "a session policy with principal",
    "session",
    { Statement: { ...OK, Principal: "*" } },
    "ProhibitedPrincipal",
    "Policy document should not specify a principal.",
  ],
  [
    "an SCP with principal",
    "scp",
    { Statement: { ...OK, Principal: "*" } },
    "ProhibitedPrincipal",
    "The provided policy document does not meet the requirements of the specified policy type.",
  ],
  [
    "a resource policy without principal",
    "resource",
    { Statement: OK },
    "MissingPrincipal",
    "Missing required field Principal",
  ],
  trust(
    "a trust policy without effect",
    { Effect: undefined },
    "MissingEffect",
    "Missing required field Effect",
  ),
  trust("an effect of its own", { Effect: "Maybe" }, "InvalidEffect", "Invalid effect: Maybe"),
  trust("no principal", { Principal: undefined }, "MissingPrincipal", "Missing required field Principal"),
  trust(
    "an empty principal",
    { Principal: {} },
    "EmptyPrincipal",
    "Missing required field Principal cannot be empty!",
  ),
  trust(
    "a principal that names nobody",
    { Principal: { AWS: [] } },
    "EmptyPrincipal",
    "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!",
  ),
  trust(
    "a kind of principal that is none",
    { Principal: { User: "x" } },
    "InvalidPrincipal",
    'Invalid principal in policy: "User"',
  ),
  trust(
    "a principal that is none",
    { Principal: { AWS: "alice" } },
    "InvalidPrincipal",
    'Invalid principal in policy: "AWS":"alice"',
  ),
  trust(
    "a principal with a wildcard",
    { Principal: { AWS: "arn:aws:iam::123456789012:role/*" } },
    "InvalidPrincipal",
    'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/*"',
  ),
  trust(
    "a service that is none",
    { Principal: { Service: "ecs" } },
    "InvalidPrincipal",
    'Invalid principal in policy: "SERVICE":"ecs"',
  ),
  trust(
    "NotPrincipal in an Allow",
    { Principal: undefined, NotPrincipal: { AWS: "123456789012" } },
    "ProhibitedNotPrincipal",
    "Allow with NotPrincipal is not allowed.",
  ),
  trust("a resource", { Resource: "*" }, "ProhibitedResource", "Has prohibited field Resource"),
  trust(
    "NotResource",
    { NotResource: "*" },
    "ProhibitedResource",
    "AssumeRole policy must not contain resources.",
  ),
  trust("no action", { Action: undefined }, "MissingAction", "Missing required field Action"),
  trust(
    "another action",
    { Action: "ecs:RunTask" },
    "NotAssumeRoleAction",
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ),
  trust(
    "every action",
    { Action: "*" },
    "NotAssumeRoleAction",
    "AssumeRole policy may only specify STS AssumeRole actions.",
  ),
  [
    "no statement",
    "trust",
    { Version: "2012-10-17", Statement: [] },
    "EmptyStatement",
    "Could not parse the policy: Statement is empty!",
  ],
  [
    "an unknown version",
    "trust",
    { Version: "2012", Statement: TRUST },
    "InvalidVersion",
    "The policy must contain a valid version string",
  ],
  [
    "a Sid twice",
    "trust",
    {
      Statement: [
        { ...TRUST, Sid: "A" },
        { ...TRUST, Sid: "A" },
      ],
    },
    "DuplicateSid",
    "The Statement Ids in the policy are not unique",
  ],
];

describe("a policy document is refused for", () => {
  for (const [what, kind, document, code, awsMessage] of ROWS)
    it(`${what} (${kind})`, () => {
      const error = refusal(JSON.stringify(document), kind);
      assert.equal(error.code, code);
      assert.equal(error.awsMessage, awsMessage);
      assert.match(error.message, /\(line \d+, column \d+\)$/);
    });

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
