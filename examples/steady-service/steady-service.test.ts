import assert from "node:assert/strict";
import { it } from "node:test";
import { cliAndSdk } from "./client.ts";
import { sail } from "./sail.ts";
import { tableOf } from "./table.ts";

it("a service of six tasks on real Docker stays steady through everything that is done to it", async () => {
  const lines: string[] = [];
  const { log, timeline } = await sail(cliAndSdk, (text) => lines.push(text)).catch((error: unknown) => {
    throw new Error(`the story broke off after:\n${lines.slice(-40).join("\n")}`, { cause: error });
  });
  const wrong = log.filter((entry) => !entry.asExpected);
  assert.deepEqual(wrong, [], lines.join("\n"));
  assert.ok(log.length > 60);
  const table = tableOf(timeline, { styled: false });
  for (const text of ["docker kill", "has reached a steady state", "ROLLBACK_SUCCESSFUL", "SUCCESSFUL"]) {
    assert.ok(table.includes(text), `${text} in\n${table}`);
  }
});
