import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sdkClient } from "../shared/clients/sdk.ts";
import { sail } from "./sail.ts";

const REQUESTS = 200_000;

describe("a web service that is deployed, scaled, killed and moved under load, on real Docker and HAProxy", () => {
  it("fails no request, and asks its role for each thing it does at the load balancer", async () => {
    const lines: string[] = [];
    const told = (): string => lines.slice(-60).join("\n");
    const outcome = await sail(sdkClient, (text) => lines.push(text), { requests: REQUESTS }).catch(
      (error: unknown) => {
        throw new Error(`the story broke off after:\n${told()}`, { cause: error });
      },
    );
    assert.deepEqual(
      outcome.log.filter((entry) => !entry.asExpected),
      [],
      told(),
    );
    assert.equal(outcome.load.failed, 0);
    assert.ok(outcome.load.requests >= REQUESTS);
    assert.match(outcome.chart, /^<svg [\s\S]*docker kill[\s\S]*<\/svg>\n$/);
  });
});
