import assert from "node:assert/strict";
import { it } from "node:test";
import { CliError } from "./cli-error.ts";
import { resourceScope, sinceMoment } from "./decision-period.ts";

it("--since is a moment, or how long ago", () => {
  const now = Date.UTC(2026, 10, 24, 18);
  for (const [text, at] of [
    [undefined, 0],
    ["90s", now - 90_000],
    ["30m", now - 1_800_000],
    ["2h", now - 7_200_000],
    ["7d", now - 604_800_000],
    ["2026-11-24T17:00:00Z", now - 3_600_000],
    ["2026-11-24", Date.UTC(2026, 10, 24)],
  ] as const)
    assert.equal(sinceMoment(text, now), at, text);
  for (const text of ["", "yesterday", "5", "1w", "-1h", "2026-13-45", "m"])
    assert.throws(() => sinceMoment(text, now), CliError, text);
});

it("--resources is never guessed", () => {
  assert.deepEqual(["exact", "family", "service"].map(resourceScope), ["exact", "family", "service"]);
  for (const text of ["", "Exact", "all"]) assert.throws(() => resourceScope(text), CliError);
});
