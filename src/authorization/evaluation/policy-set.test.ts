import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compilePolicy, decide, policySet } from "../index.ts";
import { requestOf } from "../testing/cases.ts";

const statementsAbout = (actions: readonly string[]) =>
  actions.map((Action, index) => ({ Sid: `S${index}`, Effect: "Allow", Action, Resource: "*" }));
const policyOf = (statements: readonly object[]) =>
  compilePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), {
    kind: "inline",
    name: "p",
  });

describe("a policy set", () => {
  it("finds what concerns an action, by name, by service and by wildcard, in the order of the documents", () => {
    const set = policySet([
      policyOf(
        statementsAbout(["ecs:RunTask", "s3:*", "ecs:*", "*", "ecs:run*", "e*:RunTask", "iam:RunTask"]),
      ),
      policyOf([{ Sid: "Not", Effect: "Deny", NotAction: "ecs:RunTask", Resource: "*" }]),
    ]);
    const sids = (action: string) => {
      const { allows, denies } = set.concerning(action);
      return [...allows, ...denies].map(({ syntax }) => syntax.sid?.value);
    };
    assert.deepEqual(sids("ecs:RunTask"), ["S0", "S2", "S3", "S4", "S5"]);
    assert.deepEqual(sids("ECS:RUNTASK"), ["S0", "S2", "S3", "S4", "S5"]);
    assert.deepEqual(sids("iam:RunTask"), ["S3", "S6", "Not"]);
    assert.deepEqual(sids("s3:GetObject"), ["S1", "S3", "Not"]);
    assert.deepEqual(sids("nonsense"), ["S3", "Not"]);
  });

  it("looks at none of 10,000 statements that do not concern the action", () => {
    const others = Array.from({ length: 100 }, (_, policy) =>
      policyOf(statementsAbout(Array.from({ length: 100 }, (_, at) => `s3:Action${policy}x${at}`))),
    );
    const set = policySet([...others, policyOf(statementsAbout(["ecs:RunTask"]))]);
    assert.equal(set.concerning("ecs:RunTask").allows.length, 1);
    assert.ok(decide(requestOf(), { identity: set }).allowed);
  });

  it("forgets actions that nobody has rather than growing without end", () => {
    const set = policySet([policyOf(statementsAbout(["ecs:RunTask"]))]);
    for (let number = 0; number < 20_000; number++) set.concerning(`ecs:Made${number}`);
    assert.equal(set.concerning("ecs:RunTask").allows.length, 1);
    assert.equal(set.concerning("ecs:RunTask"), set.concerning("ecs:RunTask"));
  });
});
