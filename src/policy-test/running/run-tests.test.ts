import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createPolicyLoader,
  type ExpectationResult,
  readTestFile,
  runTests,
  TestFileError,
} from "../index.ts";

const WEB = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1";
const ALLOW = {
  Version: "2012-10-17",
  Statement: { Sid: "RunWeb", Effect: "Allow", Action: "ecs:RunTask", Resource: WEB },
};
const ALL = { Version: "2012-10-17", Statement: { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" } };
const DENY = {
  Version: "2012-10-17",
  Statement: { Sid: "Not", Effect: "Deny", Action: "ecs:*", Resource: "*" },
};
const RUN = { action: "ecs:RunTask", resource: WEB };

const run = (test: object, files: Readonly<Record<string, string>> = {}): readonly ExpectationResult[] => {
  const read = (path: string): string => {
    const found = files[path];
    if (found === undefined) throw new Error("no such file");
    return found;
  };
  const file = readTestFile("/tests/t.policy-test.json", JSON.stringify({ tests: [test] }));
  return runTests(file, createPolicyLoader(file.path, read), () => 0).tests.flatMap(({ results }) => results);
};
const failures = (test: object, files?: Readonly<Record<string, string>>) =>
  run(test, files).flatMap(({ failure }) => failure ?? []);

describe("policy tests", () => {
  it("pass for what is so, fail for what is not", () => {
    assert.deepEqual(failures({ policies: ALLOW, can: RUN, cannot: "ecs:ListClusters" }), []);
    assert.deepEqual(failures({ policies: ALLOW, can: "ecs:ListClusters", cannot: RUN }), [
      "should be allowed, but is denied",
      "should be denied, but is allowed",
    ]);
  });

  it("explain what failed, nearest miss first", () => {
    const [result] = run({ policies: ALLOW, can: { ...RUN, resource: WEB.replace("web", "api") } });
    assert.equal(result?.explanation?.nearMisses[0]?.sid, "RunWeb");
    assert.equal(result?.explanation?.nearMisses[0]?.mismatches[0]?.reason, "resource");
  });

  it("ask each action on each resource", () => {
    const results = run({
      policies: ALL,
      can: { action: ["ecs:RunTask", "ecs:StartTask"], resource: [WEB, "*"] },
    });
    assert.deepEqual(
      results.map(({ expectation }) => `${expectation.action} ${expectation.resource}`),
      [`ecs:RunTask ${WEB}`, "ecs:RunTask *", `ecs:StartTask ${WEB}`, "ecs:StartTask *"],
    );
  });

  const layers: readonly (readonly [what: string, layer: object, cannot: object])[] = [
    ["a boundary", { boundary: ALLOW }, { outcome: "implicitDeny", layer: "boundary" }],
    [
      "a session policy",
      { sessionPolicies: [ALLOW], principal: { type: "role" } },
      { outcome: "implicitDeny", layer: "session" },
    ],
    ["an SCP at any level", { scps: [[ALL], [ALLOW]] }, { outcome: "implicitDeny", layer: "scp" }],
    ["an SCP that denies", { scps: [ALL, DENY] }, { outcome: "explicitDeny", layer: "scp", sid: "Not" }],
    [
      "a policy that denies",
      { policies: [ALL, DENY] },
      { outcome: "explicitDeny", layer: "identity", sid: "Not" },
    ],
    ["no policy", { policies: [] }, { outcome: "implicitDeny", layer: "identity" }],
  ];
  for (const [what, layer, because] of layers)
    it(`know ${what}`, () => {
      assert.deepEqual(
        failures({ policies: ALL, ...layer, cannot: { action: "ecs:ListClusters", because } }),
        [],
      );
    });

  it("hold a decision to its reason", () => {
    const because = (reason: unknown) =>
      failures({ policies: [ALL, DENY], cannot: { action: "ecs:ListClusters", because: reason } });
    assert.deepEqual(because({ outcome: "explicitDeny", sid: "Not" }), []);
    assert.match(because("implicitDeny").join(), /should be an implicitDeny, but is an explicitDeny/);
    assert.match(because({ layer: "scp" }).join(), /by the scp layer, but is by the identity layer/);
    assert.match(because({ sid: "Other" }).join(), /by statement Other, but is by .*\(Not\)/);
    assert.match(because({ policy: "x.json" }).join(), /by x\.json, but is by/);
  });

  it("take trust policies for those who assume a role", () => {
    const trust = {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
    };
    const call = {
      action: "sts:AssumeRole",
      resource: "arn:aws:iam::123456789012:role/r",
      resourcePolicy: trust,
    };
    assert.deepEqual(failures({ principal: { type: "service", name: "ec2.amazonaws.com" }, can: call }), []);
    assert.deepEqual(
      failures({ principal: { type: "service", name: "ecs.amazonaws.com" }, cannot: call }),
      [],
    );
  });

  it("know whose a resource is", () => {
    const bucket = { action: "sqs:SendMessage", resource: "arn:aws:sqs:us-east-1:210987654321:q" };
    const open = {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { AWS: "123456789012" },
        Action: "sqs:SendMessage",
        Resource: bucket.resource,
      },
    };
    assert.deepEqual(
      failures({ policies: ALL, cannot: bucket, can: { ...bucket, resourcePolicy: open } }),
      [],
    );
  });

  it("fill in what every request tells of its principal", () => {
    const on = (Condition: object, principal: object) => ({
      principal,
      policies: { Version: "2012-10-17", Statement: { ...ALL.Statement, Condition } },
      can: "ecs:ListClusters",
    });
    const cases: readonly (readonly [condition: object, principal: object])[] = [
      [{ StringEquals: { "aws:PrincipalTag/team": "web" } }, { tags: { team: "web" } }],
      [{ StringEquals: { "aws:username": "alice" } }, { name: "alice" }],
      [
        { ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/ci/x" } },
        { arn: "arn:aws:iam::123456789012:role/ci/x" },
      ],
      [{ StringEquals: { "aws:PrincipalAccount": "210987654321" } }, { account: "210987654321" }],
      [{ StringEquals: { "aws:PrincipalType": "AssumedRole" } }, { type: "role" }],
    ];
    for (const [condition, principal] of cases)
      assert.deepEqual(failures(on(condition, principal)), [], JSON.stringify(condition));
  });

  it("make context keys of tags", () => {
    const Condition = {
      StringEquals: { "aws:ResourceTag/a": "1", "ecs:ResourceTag/a": "1", "aws:RequestTag/b": "2" },
      "ForAllValues:StringEquals": { "aws:TagKeys": ["b"] },
    };
    const policies = { Version: "2012-10-17", Statement: { ...ALL.Statement, Condition } };
    assert.deepEqual(
      failures({ policies, can: { ...RUN, resourceTags: { a: "1" }, requestTags: { b: "2" } }, cannot: RUN }),
      [],
    );
  });

  it("read policies from files beside them, whatever API gave them", () => {
    const files = {
      "/tests/a.json": JSON.stringify(ALLOW),
      "/policies/b.json": JSON.stringify({ PolicyVersion: { Document: ALL } }),
    };
    assert.deepEqual(failures({ policies: ["a.json"], can: RUN }, files), []);
    assert.deepEqual(failures({ policies: ["../policies/b.json"], can: "ecs:ListClusters" }, files), []);
    assert.deepEqual(failures({ policies: "arn:aws:iam::aws:policy/AdministratorAccess", can: RUN }), []);
  });

  it("refuse policies that are none", () => {
    const refusal = (policies: unknown, files: Readonly<Record<string, string>> = {}) => {
      try {
        run({ policies, can: RUN }, files);
      } catch (error) {
        return error instanceof TestFileError ? error.message : String(error);
      }
      return "";
    };
    assert.match(refusal("missing.json"), /^\/tests\/t\.policy-test\.json:1:\d+ can not read missing\.json/);
    assert.match(
      refusal("a.json", { "/tests/a.json": "{" }),
      /a\.json is refused: Syntax errors in policy\./,
    );
    assert.match(refusal({ Statement: [] }), /is refused/);
    assert.match(refusal("arn:aws:iam::aws:policy/Nothing"), /no policy of AWS's/);
    assert.match(refusal("a.json", { "/tests/a.json": JSON.stringify([ALL, ALL]) }), /holds 2 policies/);
  });
});
