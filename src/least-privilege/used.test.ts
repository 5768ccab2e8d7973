import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compilePolicy, type PolicyLayers, policySet } from "../authorization/index.ts";
import { confirmPolicy } from "./confirm-policy.ts";
import { RESOURCE_SCOPES } from "./generalize-resource.ts";
import {
  ACCOUNT,
  anyCall,
  ecsArn,
  layersOf,
  ROLE_ARN,
  recordOf,
  sessionArn,
  type TestCall,
} from "./records.fixture.ts";
import { renderUsed } from "./render-used.ts";
import { type CurrentPolicy, unusedStatements } from "./unused-statements.ts";
import { UsedPermissions } from "./used.ts";

const EVERYTHING = layersOf({ identity: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
const DESCRIBE: TestCall = { action: "ecs:DescribeClusters", resource: ecsArn("cluster/harbour") };

const gather = (records: readonly ReturnType<typeof recordOf>[]): UsedPermissions => {
  const used = new UsedPermissions();
  for (const record of records) used.add(record);
  return used;
};
const policy = (name: string, statements: readonly object[]): CurrentPolicy => ({
  document: JSON.stringify({ Version: "2012-10-17", Statement: statements }, undefined, 2),
  origin: { kind: "inline", name, attachedTo: "user alice" },
});
const layersWith = (policies: readonly CurrentPolicy[]): PolicyLayers => ({
  identity: policySet(policies.map(({ document, origin }) => compilePolicy(document, origin))),
});

describe("used permissions", () => {
  it("make a policy that allows every recorded call, and with exact resources none on another", () => {
    const calls = fc.array(anyCall, { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(calls, fc.constantFrom(...RESOURCE_SCOPES), calls, (made, scope, others) => {
        const records = made.map((call) => recordOf(call, EVERYTHING));
        const used = gather(records);
        assert.ok(confirmPolicy(used.report(scope)[0]?.policy ?? [], records).confirmed);
        const seen = new Set(made.map(({ action, resource }) => `${action} ${resource}`));
        const strange = others.filter(({ action, resource }) => !seen.has(`${action} ${resource}`));
        const exact = used.report("exact")[0]?.policy ?? [];
        const { refused } = confirmPolicy(
          exact,
          strange.map((call) => recordOf(call)),
        );
        assert.equal(refused.length, strange.length);
        assert.deepEqual(gather(records.toReversed()).report(scope), used.report(scope));
      }),
      { numRuns: 100 },
    );
  });

  it("are not those that were denied, let through or not", () => {
    const used = gather([recordOf({ ...DESCRIBE, letThrough: true }), recordOf(DESCRIBE)]);
    assert.deepEqual(used.report("exact"), []);
  });

  it("of a role are those of all its sessions, with the role's path where a record tells it", () => {
    const of = (name: string, context: Record<string, string> = {}) =>
      recordOf({ ...DESCRIBE, principal: sessionArn(name), context }, EVERYTHING);
    const [report, ...others] = gather([of("one"), of("two", { "aws:PrincipalArn": ROLE_ARN })]).report(
      "exact",
    );
    assert.equal(others.length, 0);
    assert.deepEqual([report?.principal.arn, report?.permissions[0]?.count], [ROLE_ARN, 2]);
  });

  it("that a role's trust policy gave need no identity-based policy", () => {
    const trust = policySet([
      compilePolicy(
        JSON.stringify({
          Version: "2012-10-17",
          Statement: {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/alice` },
            Action: "sts:AssumeRole",
          },
        }),
        { kind: "trust", name: "deployer" },
      ),
    ]);
    const record = recordOf(
      { action: "sts:AssumeRole", resource: ROLE_ARN },
      { ...layersOf({}), resource: trust },
    );
    assert.ok(record.decision.allowed);
    const [report] = gather([record]).report("exact");
    assert.deepEqual([report?.permissions.length, report?.policy], [1, []]);
  });
});

describe("statements that were never used", () => {
  const before = [
    policy("one", [
      { Sid: "Look", Effect: "Allow", Action: "ecs:Describe*", Resource: "*" },
      { Effect: "Allow", Action: "ecs:StopTask", Resource: "*" },
      { Effect: "Deny", Action: "ecs:DeleteCluster", Resource: "*" },
    ]),
    policy("two", [{ Sid: "Run", Effect: "Allow", Action: "ecs:RunTask", Resource: "*" }]),
  ];
  const [report] = gather([recordOf(DESCRIBE, layersWith(before))]).report("exact");
  const unused = (current: readonly CurrentPolicy[]) =>
    unusedStatements(current, report?.granting ?? []).map(({ policy: { name }, sid, index }) => [
      name,
      sid ?? index,
    ]);

  it("are those that grant and granted nothing", () => {
    assert.deepEqual(unused(before), [
      ["one", 1],
      ["two", "Run"],
    ]);
  });

  it("are known by their Sid where they moved", () => {
    const moved = policy("one", [
      { Sid: "New", Effect: "Allow", Action: "ecs:Describe*", Resource: "*" },
      { Sid: "Look", Effect: "Allow", Action: "ecs:Describe*", Resource: "*" },
    ]);
    assert.deepEqual(unused([moved]), [["one", "New"]]);
  });

  it("are not those that would grant now what one that is gone granted", () => {
    const other = policy("three", [
      { Effect: "Allow", Action: "ecs:DescribeClusters", Resource: ecsArn("cluster/harbour") },
      { Effect: "Allow", Action: "ecs:DescribeClusters", Resource: ecsArn("cluster/shipyard") },
    ]);
    assert.deepEqual(unused([other]), [["three", 1]]);
  });

  it("are all, of a principal that called nothing, and none where there are none", () => {
    assert.equal(unusedStatements(before, []).length, 3);
    assert.deepEqual(unusedStatements([], report?.granting ?? []), []);
  });

  it("are shown with their place; not knowing them is said", () => {
    const [found] = gather([recordOf(DESCRIBE, layersWith(before))]).report("exact");
    // INVARIANT: the record above makes a report.
    const known = { ...found!, unused: unusedStatements(before, found!.granting) };
    assert.match(
      renderUsed([known], { color: false }),
      /never used, of its current policies:\n {4}policy one \(inline, user alice\), statement 2, line 10, column 5\n {4}policy two .* statement Run, line 4/,
    );
    assert.match(
      renderUsed([{ ...known, unused: undefined }], { color: false }),
      /takes a running control plane/,
    );
    assert.match(renderUsed([{ ...known, unused: [] }], { color: false }), /every statement .* was used/);
  });
});
