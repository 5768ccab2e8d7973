import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compilePolicy, policySet } from "../authorization/index.ts";
import { MissingPermissions } from "./missing.ts";
import { obstaclesOf } from "./obstacles.ts";
import { isMeant } from "./principal.ts";
import {
  ACCOUNT,
  ALICE_ARN,
  ecsArn,
  layersOf,
  ROLE_ARN,
  recordOf,
  sessionArn,
  type TestCall,
} from "./records.fixture.ts";
import { renderMissing } from "./render-missing.ts";

const stop = (id: string, parts: Partial<TestCall> = {}): TestCall => ({
  action: "ecs:StopTask",
  resource: ecsArn(`task/harbour/${id}`),
  context: { "ecs:cluster": ecsArn("cluster/harbour") },
  ...parts,
});
const PASS: TestCall = {
  action: "iam:PassRole",
  resource: `arn:aws:iam::${ACCOUNT}:role/web`,
  context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
  operation: "ecs:RunTask",
};

const gather = (...records: readonly ReturnType<typeof recordOf>[]): MissingPermissions => {
  const missing = new MissingPermissions();
  for (const record of records) missing.add(record);
  return missing;
};
const only = <Value>(values: readonly Value[]): Value => {
  assert.equal(values.length, 1);
  // INVARIANT: there is one.
  return values[0]!;
};

describe("missing permissions", () => {
  it("of a role are those of all its sessions, under the role's ARN with its path", () => {
    const { principal, permissions, policy } = only(
      gather(
        recordOf(
          stop("a", { principal: sessionArn("monday"), at: 2000, requestId: "one", letThrough: true }),
        ),
        recordOf(stop("b", { principal: sessionArn("tuesday"), at: 1000, requestId: "two" })),
        recordOf(stop("a", { principal: sessionArn("tuesday"), at: 3000, requestId: "three" })),
        recordOf({ ...PASS, principal: sessionArn("monday"), letThrough: true }),
      ).report("exact"),
    );
    assert.deepEqual([principal.kind, principal.name, principal.arn], ["role", "deployer", ROLE_ARN]);
    const [stops, pass] = permissions;
    assert.equal(permissions.length, 2);
    assert.deepEqual(
      [stops?.action, stops?.count, stops?.enforced, stops?.first, stops?.last, stops?.requestIds],
      ["ecs:StopTask", 3, 2, 1000, 3000, ["one", "two", "three"]],
    );
    assert.deepEqual(stops?.resources, [ecsArn("task/harbour/a"), ecsArn("task/harbour/b")]);
    assert.deepEqual([pass?.action, pass?.neededBy], ["iam:PassRole", ["ecs:RunTask"]]);
    assert.deepEqual(policy, [
      {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "ecs:StopTask",
            Resource: [ecsArn("task/harbour/a"), ecsArn("task/harbour/b")],
            Condition: { ArnEquals: { "ecs:cluster": ecsArn("cluster/harbour") } },
          },
          {
            Effect: "Allow",
            Action: "iam:PassRole",
            Resource: PASS.resource,
            Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
          },
        ],
      },
    ]);
  });

  it("that an explicit deny stands against are told with the statement that denies, and are in no policy", () => {
    const guarded = layersOf({
      identity: [
        { Effect: "Allow", Action: "*", Resource: "*" },
        { Sid: "NoStops", Effect: "Deny", Action: "ecs:StopTask", Resource: "*" },
      ],
    });
    const report = only(gather(recordOf(stop("a"), guarded), recordOf(PASS)).report("exact"));
    assert.deepEqual(report.permissions.flatMap(obstaclesOf), [
      "ecs:StopTask: no statement can allow it, as an explicit deny overrides every Allow: policy the-inline (inline, user alice), statement NoStops, line 9, column 5",
    ]);
    assert.deepEqual(
      only(report.policy).Statement.map(({ Action }) => Action),
      ["iam:PassRole"],
    );
    assert.match(
      renderMissing([report], { color: false }),
      /explicit deny overrides every Allow: policy the-inline/,
    );
  });

  it("that the boundary lacks as well are told: attaching the policy is not enough", () => {
    const bounded = layersOf({ boundary: [{ Effect: "Allow", Action: "ecs:Describe*", Resource: "*" }] });
    const report = only(gather(recordOf(stop("a"), bounded)).report("exact"));
    assert.deepEqual(report.permissions.flatMap(obstaclesOf), [
      "ecs:StopTask: its permissions boundary must allow it",
    ]);
    assert.equal(report.policy.length, 1);
    const inside = layersOf({
      identity: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      boundary: [{ Effect: "Allow", Action: "ecs:Describe*", Resource: "*" }],
    });
    const other = only(gather(recordOf(stop("a"), inside)).report("exact"));
    assert.deepEqual([other.policy, other.permissions.flatMap(obstaclesOf).length], [[], 1]);
    assert.match(renderMissing([other], { color: false }), /add to its permissions boundary:\n {6}\{/);
  });

  it("that a role's trust policy lacks are told with the statement for it, which is no policy of the caller's", () => {
    const trust = policySet([
      compilePolicy(
        JSON.stringify({
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { Service: "ec2.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        }),
        { kind: "trust", name: "deployer" },
      ),
    ]);
    const assume = { action: "sts:AssumeRole", resource: ROLE_ARN };
    const report = only(gather(recordOf(assume, { ...layersOf({}), resource: trust })).report("exact"));
    assert.deepEqual(report.policy, []);
    assert.deepEqual(report.permissions.flatMap(obstaclesOf), [
      "sts:AssumeRole: the role's trust policy must allow it",
    ]);
    const { denial } = only(report.permissions);
    assert.deepEqual(denial.mendable && denial.resourceStatements, [
      { Effect: "Allow", Principal: { AWS: ALICE_ARN }, Action: "sts:AssumeRole" },
    ]);
    assert.match(
      renderMissing([report], { color: false }),
      /add to the role's trust policy:[\s\S]*"AWS": ".*user\/alice"/,
    );
  });

  it("are still told when the call was allowed later, but as mended", () => {
    const all = layersOf({ identity: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
    const missing = gather(
      recordOf(stop("a", { at: 1000 })),
      recordOf(stop("a", { at: 2000 }), all),
      recordOf({ ...PASS, at: 3000 }),
      recordOf({ ...PASS, at: 2000 }, all),
    );
    const report = only(missing.report("exact"));
    assert.deepEqual(
      report.permissions.map(({ allowedSince }) => allowedSince),
      [true, false],
    );
    assert.equal(only(report.policy).Statement.length, 2);
    missing.add(recordOf(stop("b", { at: 1500 })));
    assert.equal(missing.report("exact")[0]?.permissions[0]?.allowedSince, false);
  });

  it("of a denial that was recorded without its explanation are found all the same", () => {
    const { explanation: _, ...shortened } = recordOf(stop("a"));
    const report = only(gather(shortened, recordOf(stop("b"))).report("family"));
    assert.equal(only(report.permissions).count, 2);
    assert.equal(only(only(report.policy).Statement).Resource, ecsArn("task/harbour/*"));
  });

  it("do not include those of a call that was allowed", () => {
    const all = layersOf({ identity: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
    assert.deepEqual(gather(recordOf(stop("a"), all)).report("exact"), []);
  });

  it("are shown without the control characters that a client sent", () => {
    const text = renderMissing(gather(recordOf(stop("\u001b[2J\u009b"))).report("exact"), { color: false });
    assert.ok(!text.includes("\u001b") && !text.includes("\u009b"));
  });

  it("are those of the principal that a person names", () => {
    const { principal } = only(
      gather(recordOf(stop("a", { principal: sessionArn("monday") }))).report("exact"),
    );
    for (const text of [ROLE_ARN, "deployer", "role/deployer", sessionArn("monday"), sessionArn("x")])
      assert.ok(isMeant(principal, text), text);
    for (const text of [ALICE_ARN, "user/deployer", "deploy", sessionArn("x").replace("deployer", "other")])
      assert.ok(!isMeant(principal, text), text);
  });
});
