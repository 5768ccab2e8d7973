import assert from "node:assert/strict";
import { it } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { tableOf } from "./table.ts";
import type { Moment } from "./timeline.ts";

const moment = (seconds: number, source: Moment["source"], text: string): Moment => ({
  at: new Date(seconds * 1000).toISOString(),
  seconds,
  source,
  text,
});

const TASK = `(task ${"0123456789abcdef".repeat(2)})`;
const MOMENTS = [
  moment(0, "done", "docker kill"),
  moment(1.25, "event", `(service web) has started 2 tasks: ${TASK} ${TASK}.`),
  moment(12.5, "deployment", "abc SUCCESSFUL"),
];

it("is plain text in columns, a line for each moment, with the beginnings of long identifiers", () => {
  assert.deepEqual(tableOf(MOMENTS, { styled: false }).split("\n"), [
    "seconds  source      what happened",
    "-------  ----------  -------------",
    "    0.0  done        docker kill",
    "    1.3  event       (service web) has started 2 tasks: (task 01234567…) (task 01234567…).",
    "   12.5  deployment  abc SUCCESSFUL",
  ]);
});

it("keeps to the width of a terminal, and has colours and lines there", () => {
  const drawn = tableOf(MOMENTS, { styled: true, width: 56 });
  const lines = stripVTControlCharacters(drawn).split("\n");
  assert.notEqual(drawn, lines.join("\n"));
  assert.ok(lines.every((line) => line.length <= 56));
  assert.deepEqual(lines.slice(3, 6), [
    "    1.3 │ event      │ (service web) has started 2",
    "        │            │ tasks: (task 01234567…)",
    "        │            │ (task 01234567…).",
  ]);
});
