import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { policySet } from "../authorization/index.ts";
import { openMemoryStorage, openState } from "../state/index.ts";
import { realWorld } from "../world.ts";
import { AwsError } from "./aws-error.ts";
import type { Caller } from "./caller.ts";
import { invoke } from "./invoke.ts";
import { type Need, operation } from "./operation.ts";

const caller: Caller = {
  principal: { type: "User", arn: "arn:aws:iam::123456789012:user/alice", accountId: "123456789012" },
  userId: "AIDA",
};

/** Calls an operation with these needs as somebody without any policy; answers how often it ran. */
const runs = async (needs: Need | readonly Need[] | "none"): Promise<number> => {
  const state = await openState({ storage: openMemoryStorage() });
  let count = 0;
  const plane = {
    state,
    world: realWorld,
    authority: {
      mode: "enforce" as const,
      layersFor: () => ({ identity: policySet([]) }),
      principalTags: () => ({}),
      record: () => {},
    },
    environment: {
      endpoint: "",
      issueSession: () => {
        throw new Error("nobody asks for a session here");
      },
    },
  };
  const call = {
    service: { name: "ecs", denied: (sentence: string) => new AwsError("AccessDeniedException", sentence) },
    operation: operation<object, object>("Test", {
      needs: () => needs,
      run: () => {
        count += 1;
        return {};
      },
    }),
    input: {},
    caller,
    scope: { accountId: "123456789012", region: "us-east-1", partition: "aws" as const },
    request: { requestId: "r", secureTransport: false },
  };
  try {
    await invoke(plane, call).catch(() => undefined);
    return count;
  } finally {
    await state.close();
  }
};

const need: Need = { action: "ecs:ListClusters", resource: "*" };

describe("invoke", () => {
  it("runs nothing that is not granted", async () => {
    assert.equal(await runs(need), 0);
    assert.equal(await runs([need, need]), 0);
  });

  it("runs nothing that was not decided: no needs are not the same as none", async () => {
    assert.equal(await runs([]), 0);
    assert.equal(await runs("none"), 1);
  });
});
