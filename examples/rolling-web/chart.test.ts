import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chartOf } from "./chart.ts";
import { readLoad } from "./load.ts";

describe("what wrk's script tells", () => {
  it("is read: answers by version and moment, failures of each kind", () => {
    const load = readLoad(
      [
        "Running 10m test @ http://127.0.0.1:1/",
        "counted 17955542851 v2 3",
        "counted 17955542850 v1 5",
        "wrong 2 503 no healthy targets",
        "sockets 0 4 0 1",
        "requests 10",
        "latency 1500 20000 30000",
      ].join("\n"),
    );
    assert.deepEqual(load, {
      requests: 10,
      failed: 7,
      failures: [
        "2 wrong answers, such as: 503 no healthy targets",
        "4 connections: read",
        "1 connections: timeout",
      ],
      latency: { p50: 1.5, p99: 20, max: 30 },
      counted: [
        { at: 1_795_554_285_000, version: "v1", answers: 5 },
        { at: 1_795_554_285_100, version: "v2", answers: 3 },
      ],
    });
  });
});

describe("the chart", () => {
  it("has an area for each version and a line for each mark, and takes any text", () => {
    const svg = chartOf(
      [
        { at: 1000, version: "v1", answers: 50 },
        { at: 1600, version: "v2", answers: 100 },
      ],
      [{ at: 1300, text: "3 < 6 & more" }],
    );
    assert.equal(svg.match(/<polygon/g)?.length, 2);
    assert.match(svg, />3 &lt; 6 &amp; more</);
    // The scale ends at the next round number above 200 answers a second.
    assert.match(svg, />200<\/text>/);
    assert.doesNotMatch(svg, /NaN|undefined/);
  });

  it("can be drawn of nothing", () => {
    assert.doesNotMatch(chartOf([], []), /NaN|undefined|Infinity/);
  });
});
