import assert from "node:assert/strict";
import { it } from "node:test";
import { cliClient } from "../shared/clients/cli.ts";
import { sail } from "./sail.ts";

it("one audit run finds all seven missing permissions, and the policy it writes is enough", async () => {
  const lines: string[] = [];
  const log = await sail(cliClient, (text) => lines.push(text)).catch((error: unknown) => {
    throw new Error(`the deployment broke off after:\n${lines.slice(-40).join("\n")}`, { cause: error });
  });
  const wrong = log.filter((entry) => !entry.asExpected);
  assert.deepEqual(wrong, [], lines.join("\n"));
  assert.ok(log.length > 45);
});
