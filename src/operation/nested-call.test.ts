import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compilePolicy, policySet } from "../authorization/index.ts";
import { defineTable, openMemoryStorage, openState } from "../state/index.ts";
import { realWorld } from "../world.ts";
import { AwsError } from "./aws-error.ts";
import type { Caller } from "./caller.ts";
import type { DecisionRecord } from "./decision-record.ts";
import { invoke } from "./invoke.ts";
import { operation } from "./operation.ts";

const ACCOUNT = "123456789012";
const SCOPE = { accountId: ACCOUNT, region: "us-east-1", partition: "aws" as const };

const userNamed = (name: string): Caller => ({
  principal: { type: "User", arn: `arn:aws:iam::${ACCOUNT}:user/${name}`, accountId: ACCOUNT },
  userId: name,
});

const ALLOWED = JSON.stringify({
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Action: "*", Resource: "*" },
});

type Row = { readonly id: string };

const table = defineTable<Row>()({ name: "test.rows", key: ({ id }) => id, indexes: {} });

const service = { name: "test", denied: (sentence: string) => new AwsError("AccessDenied", sentence) };

/** An operation that writes a row. */
const inner = operation<object, string>("Inner", {
  needs: () => ({ action: "test:Inner", resource: "*" }),
  run: ({ state }) => {
    state.table(table).put({ id: "inner" });
    return "done";
  },
});

/** An operation that writes a row and calls {@link inner} as `bob`. */
const outer = operation<object, string>("Outer", {
  needs: () => ({ action: "test:Outer", resource: "*" }),
  run: ({ state, scope, invoke: call }) => {
    state.table(table).put({ id: "outer" });
    return call({ service, operation: inner, input: {}, caller: userNamed("bob"), scope });
  },
});

/** Calls {@link outer} as `alice` where `mayBob` says whether `bob` may do anything. */
const callOuter = async (mayBob: boolean) => {
  const state = await openState({ storage: openMemoryStorage() });
  const decisions: DecisionRecord[] = [];
  const everything = { identity: policySet([compilePolicy(ALLOWED, { kind: "inline", name: "all" })]) };
  const plane = {
    state,
    world: realWorld,
    authority: {
      mode: "enforce" as const,
      layersFor: (_: unknown, { userId }: Caller) =>
        userId === "alice" || mayBob ? everything : { identity: policySet([]) },
      principalTags: () => ({}),
      record: (record: DecisionRecord) => decisions.push(record),
    },
    environment: {
      endpoint: "",
      issueSession: () => {
        throw new Error("nobody asks for a session here");
      },
    },
  };
  const answer = await invoke(plane, {
    service,
    operation: outer,
    input: {},
    caller: userNamed("alice"),
    scope: SCOPE,
    request: { requestId: "r1", secureTransport: true, sourceIp: "192.0.2.1", userAgent: "agent" },
  }).catch((error: unknown) => error);
  const rows = [...state.table(table).all()].map(({ id }) => id);
  await state.close();
  return { answer, decisions, rows };
};

describe("a call within a call", () => {
  it("is decided for whoever makes it, and recorded under the id of the request", async () => {
    const { answer, decisions, rows } = await callOuter(true);
    assert.equal(answer, "done");
    assert.deepEqual(rows, ["outer", "inner"]);
    assert.deepEqual(
      decisions.map(({ requestId, operation: name, principal }) => [requestId, name, principal.slice(-5)]),
      [
        ["r1", "test:Outer", "alice"],
        ["r1", "test:Inner", "r/bob"],
      ],
    );
  });

  it("is refused without permission, and then nothing of the request happens", async () => {
    const { answer, decisions, rows } = await callOuter(false);
    assert.ok(answer instanceof AwsError && answer.code === "AccessDenied");
    assert.deepEqual(rows, []);
    assert.deepEqual(
      decisions.map(({ decision }) => decision.allowed),
      [true, false],
    );
  });

  it("does not come from the client's address", async () => {
    const { decisions } = await callOuter(true);
    assert.deepEqual(
      decisions.map(({ context }) => [context["aws:SourceIp"], context["aws:SecureTransport"]]),
      [
        ["192.0.2.1", "true"],
        [undefined, "true"],
      ],
    );
  });
});
