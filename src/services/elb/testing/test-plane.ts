import type { Scope } from "../../../arn.ts";
import { compilePolicy, policySet } from "../../../authorization/index.ts";
import {
  type Caller,
  type ControlPlane,
  type DecisionRecord,
  invoke,
  type Operation,
  type Service,
} from "../../../operation/index.ts";
import { openMemoryStorage, openState, type State, type Transaction } from "../../../state/index.ts";
import { realWorld } from "../../../world.ts";

/** Where test calls are made. */
export const SCOPE: Scope = { accountId: "123456789012", region: "us-east-1", partition: "aws" };

/** Who makes them. */
export const ALICE: Caller = {
  principal: { type: "User", arn: "arn:aws:iam::123456789012:user/alice", accountId: "123456789012" },
  userId: "AIDAALICE",
  userName: "alice",
};

const ALLOW_ALL = { Effect: "Allow", Action: "*", Resource: "*" };

/** A control plane in memory, with a clock that stands still, on which nothing carries traffic. */
export type TestPlane = {
  readonly state: State;
  /** What {@link TestPlane.call} calls it on. */
  readonly plane: ControlPlane;
  /** Every decision since the plane was opened. */
  readonly decisions: readonly DecisionRecord[];
  /** Calls an operation as {@link ALICE} in {@link SCOPE}, unless told otherwise. */
  readonly call: <Input, Output>(
    operation: Operation<Input, Output>,
    input: NoInfer<Input>,
    as?: { readonly caller?: Caller; readonly scope?: Scope },
  ) => Promise<Output>;
  /** Replaces what the caller is allowed: the statements of one identity policy. */
  readonly allow: (...statements: readonly object[]) => void;
  readonly advance: (milliseconds: number) => void;
  readonly change: <Value>(work: (state: Transaction) => Value) => Promise<Value>;
};

/** Opens a {@link TestPlane} for one version of load balancing, on which everything is allowed. */
export const openPlaneOf = async (service: Service): Promise<TestPlane> => {
  const state = await openState({ storage: openMemoryStorage() });
  const decisions: DecisionRecord[] = [];
  let now = Date.UTC(2026, 0, 1);
  let statements: readonly object[] = [ALLOW_ALL];
  const plane: ControlPlane = {
    state,
    world: { ...realWorld, now: () => now },
    authority: {
      mode: "enforce",
      layersFor: () => {
        const text = JSON.stringify({ Version: "2012-10-17", Statement: statements });
        return { identity: policySet([compilePolicy(text, { kind: "inline", name: "test" })]) };
      },
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
    plane,
    decisions,
    call: (operation, input, { caller = ALICE, scope = SCOPE } = {}) =>
      invoke(plane, {
        service,
        operation,
        input,
        caller,
        scope,
        request: { requestId: "test", secureTransport: false },
      }),
    allow: (...wanted) => {
      statements = wanted;
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
    change: (work) => state.transact(work),
  };
};
