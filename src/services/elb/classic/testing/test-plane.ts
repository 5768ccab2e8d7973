import type { Scope } from "../../../../arn.ts";
import { compilePolicy, policySet } from "../../../../authorization/index.ts";
import {
  type Caller,
  type ControlPlane,
  type DecisionRecord,
  invoke,
  type Operation,
} from "../../../../operation/index.ts";
import { openMemoryStorage, openState } from "../../../../state/index.ts";
import { realWorld } from "../../../../world.ts";
import type { InstanceRow } from "../../../ec2/index.ts";
import { addInstance } from "../../../ec2/testing/add-instance.ts";
import { elbClassic } from "../service.ts";

/** Where test calls are made. */
export const SCOPE: Scope = { accountId: "123456789012", region: "us-east-1", partition: "aws" };

/** Who makes them. */
export const ALICE: Caller = {
  principal: { type: "User", arn: "arn:aws:iam::123456789012:user/alice", accountId: "123456789012" },
  userId: "AIDAALICE",
  userName: "alice",
};

const ALLOW_ALL = { Effect: "Allow", Action: "*", Resource: "*" };

/** A control plane in memory with a clock that stands still, on which everything is allowed to begin with. */
export const openTestPlane = async () => {
  const state = await openState({ storage: openMemoryStorage() });
  const decisions: DecisionRecord[] = [];
  let now = Date.UTC(2026, 0, 1);
  let statements: readonly object[] = [ALLOW_ALL];
  const plane: ControlPlane = {
    state,
    world: { ...realWorld, now: () => now },
    authority: {
      mode: "enforce",
      layersFor: () => ({
        identity: policySet([
          compilePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }), {
            kind: "inline",
            name: "test",
          }),
        ]),
      }),
      principalTags: () => ({}),
      record: (record) => decisions.push(record),
    },
    environment: {
      endpoint: "http://127.0.0.1:4566",
      issueSession: () => {
        throw new Error("these tests issue no session");
      },
    },
  };
  return {
    state,
    decisions,
    /** Calls an operation as {@link ALICE}. */
    call: <Input, Output>(operation: Operation<Input, Output>, input: NoInfer<Input>, scope = SCOPE) =>
      invoke(plane, {
        service: elbClassic,
        operation,
        input,
        caller: ALICE,
        scope,
        request: { requestId: "test", secureTransport: false },
      }),
    /** Replaces what the caller is allowed. */
    allow: (...wanted: readonly object[]) => {
      statements = wanted;
    },
    /** Puts an instance of EC2 into the state, a running one unless told otherwise. */
    instance: (given: Partial<InstanceRow> & Pick<InstanceRow, "id">) =>
      addInstance(plane, { region: SCOPE.region, ...given }),
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};

/** A {@link openTestPlane}. */
export type TestPlane = Awaited<ReturnType<typeof openTestPlane>>;
