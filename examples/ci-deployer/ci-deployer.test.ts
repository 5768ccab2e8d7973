import assert from "node:assert/strict";
import { it } from "node:test";
import { cliClient } from "../shared/clients/cli.ts";
import type { Client } from "../shared/clients/client.ts";
import { sdkClient } from "../shared/clients/sdk.ts";
import { sail } from "./sail.ts";

/** The AWS CLI for the deployment. What the admin does beside it takes the SDK, which starts no process a call. */
const cliForTheDeployment = (endpoint: string, region: string): Client => {
  const [cli, sdk] = [cliClient(endpoint, region), sdkClient(endpoint, region)];
  return { ...cli, call: (as, call) => (as.name === "admin" ? sdk : cli).call(as, call) };
};

it("one audit run finds all seven missing permissions, and the policy it writes is enough", async () => {
  const lines: string[] = [];
  const log = await sail(cliForTheDeployment, (text) => lines.push(text)).catch((error: unknown) => {
    throw new Error(`the deployment broke off after:\n${lines.slice(-40).join("\n")}`, { cause: error });
  });
  const wrong = log.filter((entry) => !entry.asExpected);
  assert.deepEqual(wrong, [], lines.join("\n"));
  assert.ok(log.length > 45);
});
