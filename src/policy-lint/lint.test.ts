import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import { awsManagedPolicies } from "../services/iam/policies/aws-managed.ts";
import { CODES, type FindingCode, type LintOptions, lintPolicies } from "./index.ts";
import { lintWritten } from "./testing/lint-cases.ts";

/**
 * Errors in policies that AWS itself publishes. They are there: retired services and actions that have no resource
 * granted on one, which AWS's own reference says never match.
 */
const KNOWN_IN_AWS_OWN: Readonly<Record<string, FindingCode>> = {
  ReadOnlyAccess: "unknown-service",
  SecurityAudit: "unknown-service",
  AmazonECSServiceRolePolicy: "action-takes-no-resource",
  NetworkAdministrator: "action-takes-no-resource",
  SystemAdministrator: "action-takes-no-resource",
  AmazonECSInfrastructureRoleforExpressGatewayServices: "action-takes-no-resource",
};

it("finds no errors in the policies that AWS publishes, but for those that are known", () => {
  for (const { name, document } of awsManagedPolicies().values()) {
    const errors = lintPolicies([{ name, text: document }]).filter(({ severity }) => severity === "error");
    const unknown = errors.filter(({ code }) => code !== KNOWN_IN_AWS_OWN[name]);
    assert.deepEqual(
      unknown.map(({ code, message }) => `${name}: ${code} ${message}`),
      [],
    );
    assert.equal(errors.length > 0, KNOWN_IN_AWS_OWN[name] !== undefined, name);
  }
});

describe("docs/lint.md", () => {
  const text = readFileSync(new URL("../../docs/lint.md", import.meta.url), "utf8");
  const sections = new Map(
    text
      .split(/^### /m)
      .slice(1)
      .map((section) => [/^`([\w-]+)`/.exec(section)?.[1] ?? section, section]),
  );

  it("describes every code and no other", () => {
    assert.deepEqual([...sections.keys()].sort(), Object.keys(CODES).sort());
  });

  for (const [code, section] of sections)
    it(`shows an example of ${code} that has it`, () => {
      const examples = [...section.matchAll(/```json\n([\s\S]*?)```/g)].map(([, example = ""]) =>
        JSON.parse(example),
      );
      const role = /--role ([\w-]+)/.exec(section)?.[1];
      assert.ok(examples.length > 0);
      const options = role === undefined ? {} : ({ role } as LintOptions);
      const long = code === "policy-too-long" ? { Id: "x".repeat(7000) } : {};
      const { findings } = lintWritten({ ...examples[0], ...long }, options);
      const found = findings.find((finding) => finding.code === code);
      assert.ok(found, JSON.stringify(findings.map((finding) => finding.code)));
      assert.ok(section.includes(CODES[found.code].severity), "the severity is given");
    });
});

const WORDS = [
  "Version",
  "2012-10-17",
  "Statement",
  "Effect",
  "Allow",
  "Deny",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "Condition",
  "Sid",
  "AWS",
  "Service",
  "ec2.amazonaws.com",
  "*",
  "ecs:*",
  "ecs:RunTask",
  "*:*",
  "iam:PassRole",
  "iam:*",
  "sts:AssumeRole",
  "arn:aws:ecs:*:*:cluster/${aws:username}",
  "arn:aws:ecs",
  "arn:::::",
  "${",
  "${aws:x}",
  "StringEquals",
  "ForAllValues:StringLike",
  "NumericLessThan",
  "DateEquals",
  "IpAddress",
  "Null",
  "Bool",
  "ArnLike",
  "aws:TagKeys",
  "ecs:cluster",
  "aws:SourceIp",
  "x:y",
  "PolicyDocument",
  "RoleName",
  "AssumeRolePolicyDocument",
  "AttachedManagedPolicies",
  "__proto__",
  "%7B",
  "",
  ":",
];
const word = fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 12 }));
const anyJson = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.oneof(word, fc.constantFrom<unknown>(null, true, 1)),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.array(fc.tuple(word, tie("node")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
  ),
})).node;
const values = fc.oneof(word, fc.array(word, { maxLength: 4 }));
const anyStatement = fc.record(
  {
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: values,
    Resource: values,
    Sid: word,
    Condition: fc.dictionary(word, fc.dictionary(word, values, { maxKeys: 2 }), { maxKeys: 3 }),
  },
  { requiredKeys: ["Effect"] },
);
const anyPolicy = fc.record({
  Version: fc.constantFrom("2012-10-17", "2008-10-17"),
  Statement: fc.oneof(anyStatement, fc.array(anyStatement, { maxLength: 5 })),
});

describe("whatever a file holds, there are findings, each with a place in it", () => {
  const check = (text: string, options: LintOptions): void => {
    const lines = text.split("\n");
    for (const { start, end, message } of lintPolicies([{ name: "x", text }], options)) {
      const line = lines[start.line - 1];
      assert.ok(line !== undefined && start.column >= 1 && start.column <= line.length + 1, message);
      assert.ok(end.line > start.line || (end.line === start.line && end.column >= start.column), message);
    }
  };
  const options = fc.record<LintOptions>(
    {
      as: fc.constantFrom("identity", "trust", "resource", "scp", "boundary"),
      role: fc.constantFrom("container-instance", "service", "task-execution", "task", "events"),
    },
    { requiredKeys: [] },
  );

  it("condition keys that every object has", () => {
    for (const key of ["__proto__", "constructor", "toString"]) {
      const text = `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ecs:ListClusters","Resource":"*","Condition":{"StringEquals":{"${key}":"x"}}}}`;
      check(text, {});
      assert.match(
        lintPolicies([{ name: "x", text }])
          .map(({ code }) => code)
          .join(),
        /^(unknown-condition-key|malformed-policy)$/,
      );
    }
  });

  it("JSON of any form", () => {
    fc.assert(
      fc.property(fc.oneof(anyJson, anyPolicy), options, fc.constantFrom(0, 1), (value, given, indent) => {
        check(JSON.stringify(value, null, indent), given);
        check(JSON.stringify({ PolicyDocument: JSON.stringify(value) }), given);
        check(JSON.stringify({ PolicyDocument: encodeURIComponent(JSON.stringify(value)) }), given);
      }),
      { numRuns: 250 },
    );
  });

  it("text of any form", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom(...'{}[]",:\\u% \n') })),
        options,
        check,
      ),
      { numRuns: 250 },
    );
  });

  it("documents made to take long", () => {
    const stars = "*a".repeat(1000);
    const many = Array.from({ length: 250 }, (_, index) => ({
      Effect: "Allow",
      Action: [`ecs:${stars}`, `ecs:a${index}`],
      Resource: [`arn:aws:ecs:*:*:${stars}${index}`, `arn:aws:ecs:*:*:${stars}`],
    }));
    check(JSON.stringify({ Version: "2012-10-17", Statement: many.slice(0, 20) }), {});
    check(
      JSON.stringify({ Version: "2012-10-17", Statement: many.map((one) => ({ ...one, Effect: "allow" })) }),
      {},
    );
    check("[".repeat(100_000), {});
  });
});
