import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { cliClient } from "../shared/clients/cli.ts";
import { sdkClient } from "../shared/clients/sdk.ts";
import { sail } from "./sail.ts";

// One after the other: both want the one address at which a machine serves its tasks' credentials.
describe("the first voyage, on real Docker", { concurrency: 1 }, () => {
  for (const [name, client] of [
    ["the AWS CLI", cliClient],
    ["the AWS SDK for JavaScript", sdkClient],
  ] as const) {
    it(`goes as told with ${name}`, async () => {
      const lines: string[] = [];
      const log = await sail(client, (text) => lines.push(text)).catch((error: unknown) => {
        throw new Error(`the voyage broke off after:\n${lines.slice(-40).join("\n")}`, { cause: error });
      });
      const wrong = log.filter((entry) => !entry.asExpected);
      assert.deepEqual(wrong, [], lines.join("\n"));
      assert.ok(log.length > 60);
    });
  }
});
