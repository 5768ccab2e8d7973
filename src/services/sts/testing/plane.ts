import type { Scope } from "../../../arn.ts";
import {
  type Caller,
  type ControlPlane,
  type DecisionRecord,
  invoke,
  type Operation,
} from "../../../operation/index.ts";
import { openMemoryStorage, openState } from "../../../state/index.ts";
import { realWorld, type World } from "../../../world.ts";
import { createPolicyLayers, ensureAccount, iam } from "../../iam/index.ts";
import { createCredentialResolver, createSessionIssuer, rootCaller, sts } from "../index.ts";

/** A control plane of IAM and STS in memory, for tests: everything real but the clock and the storage. */
export const openTestPlane = async (options: { readonly mode?: "enforce" | "audit" } = {}) => {
  let now = Date.parse("2026-03-01T12:00:00Z");
  const world: World = { ...realWorld, now: () => now };
  const state = await openState({ storage: openMemoryStorage() });
  const sessions = createSessionIssuer({ key: new Uint8Array(32).fill(7), world });
  const records: DecisionRecord[] = [];
  const plane: ControlPlane = {
    state,
    world,
    authority: {
      mode: options.mode ?? "enforce",
      ...createPolicyLayers(),
      record: (record) => records.push(record),
    },
    environment: { endpoint: "http://127.0.0.1:4566", issueSession: sessions.issueSession },
  };
  const resolve = createCredentialResolver(sessions);

  const call = <Input, Output>(
    operation: Operation<Input, Output>,
    input: NoInfer<Input>,
    caller: Caller = rootCaller(ACCOUNT),
    scope: Scope = { accountId: caller.principal.accountId, region: "us-east-1", partition: "aws" },
  ): Promise<Output> =>
    invoke(plane, {
      service: iam.operations.some(({ name }) => name === operation.name) ? iam : sts,
      operation,
      input,
      caller,
      scope,
      request: { requestId: "test", secureTransport: false },
    });

  const callerOf = (key: { AccessKeyId?: string; SessionToken?: string }): Caller => {
    const found = resolve(state, key.AccessKeyId ?? "", key.SessionToken, world.now());
    if (found.kind !== "ok") throw new Error(`credentials are ${found.kind}`);
    return found.caller;
  };

  const root = await state.transact((transaction) =>
    ensureAccount(transaction, { accountId: ACCOUNT, world }),
  );
  return {
    plane,
    state,
    world,
    sessions,
    records,
    root,
    call,
    callerOf,
    resolve,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
  };
};

/** The account of test planes. */
export const ACCOUNT = "123456789012";
