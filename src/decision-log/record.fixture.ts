import type { DecidingStatement, Explanation } from "../authorization/index.ts";
import type { DecisionRecord } from "../operation/index.ts";
import { realWorld, type World } from "../world.ts";

const statement: DecidingStatement = {
  policy: { kind: "inline", name: "deploy", attachedTo: "user alice" },
  sid: "RunWeb",
  index: 0,
  effect: "Allow",
  start: { line: 4, column: 5 },
  end: { line: 12, column: 6 },
};

/** An allowed decision, with what a test wants to be different. */
export const allowedRecord = (parts: Partial<DecisionRecord> = {}): DecisionRecord => ({
  requestId: "request",
  at: 1_795_543_200_000,
  operation: "ecs:RunTask",
  region: "us-east-1",
  principal: "arn:aws:iam::123456789012:user/alice",
  accountId: "123456789012",
  action: "ecs:RunTask",
  resource: "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1",
  decision: { allowed: true, outcome: "allowed", layer: "identity", statements: [statement] },
  letThrough: true,
  context: { "ecs:cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/c", "aws:TagKeys": ["a", "b"] },
  ...parts,
});

/** A denial, with what a test wants to be different. */
export const deniedRecord = (parts: Partial<DecisionRecord> = {}): DecisionRecord => {
  const { decision: _, ...rest } = allowedRecord();
  const decision: DecisionRecord["decision"] = {
    allowed: false,
    outcome: "implicitDeny",
    layer: "identity",
    statements: [],
  };
  const explanation: Explanation = {
    request: {
      principal: { type: "User", arn: rest.principal, accountId: rest.accountId },
      action: rest.action,
      resource: rest.resource,
      context: rest.context,
    },
    decision,
    message: "no identity-based policy allows it",
    layers: [],
    nearMisses: [],
  };
  return {
    ...rest,
    decision,
    letThrough: false,
    message: "no å\n\u2028 policy allows it",
    explanation,
    ...parts,
  };
};

/** A world whose clock a test sets. Timers wait for real, which tests that flush never notice. */
export const worldAt = (clock: { now: number }): World => ({ ...realWorld, now: () => clock.now });

/** All that an async iterable gives. */
export const collect = async <Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> => {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
};
