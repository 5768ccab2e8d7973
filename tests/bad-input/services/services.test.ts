import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { attributeRows } from "./attributes.cases.ts";
import { containerInstanceRows } from "./container-instances.cases.ts";
import { createServiceRows } from "./create-service.cases.ts";
import { deploymentRows } from "./deployments.cases.ts";
import { elsewhereRows } from "./elsewhere.cases.ts";
import { type Harbour, openHarbour } from "./harbour.ts";
import { percentageRows } from "./percentages.cases.ts";
import { placementRows } from "./placement.cases.ts";
import { protectionRows } from "./protection.cases.ts";
import { rebalancingRows } from "./rebalancing.cases.ts";
import type { BadRow } from "./row.ts";
import { updateServiceRows } from "./update-service.cases.ts";
import { wrongTypeRows } from "./wrong-types.cases.ts";

const ROWS: readonly BadRow[] = [
  ...createServiceRows,
  ...wrongTypeRows,
  ...updateServiceRows,
  ...percentageRows,
  ...rebalancingRows,
  ...deploymentRows,
  ...protectionRows,
  ...containerInstanceRows,
  ...attributeRows,
  ...placementRows,
  ...elsewhereRows,
];

describe("bad input to services, deployments, instances, attributes and placement", () => {
  let harbour: Harbour;
  before(async () => {
    harbour = await openHarbour();
    harbour.written();
  });
  after(() => harbour.close());

  const filled = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => harbour.names[name] ?? whole);

  for (const [what, operation, input, code, text] of ROWS) {
    it(`${operation}: ${what}`, async () => {
      const body = typeof input === "string" ? input : filled(JSON.stringify(input));
      const answer = await harbour.send(operation, body);
      assert.equal(`${answer.status} ${answer.code}`, `400 ${code}`, answer.text);
      if (typeof text === "string") assert.equal(answer.text, filled(text));
      else assert.match(answer.text, text);
      assert.deepEqual(harbour.written(), [], "something was made");
    });
  }

  it("are a hundred and more, each once and each with a source", () => {
    assert.ok(ROWS.length >= 100, String(ROWS.length));
    const calls = ROWS.map(([, operation, input]) => `${operation} ${JSON.stringify(input)}`);
    assert.deepEqual(calls, [...new Set(calls)]);
    for (const [what, , , , , source] of ROWS) assert.notEqual(source, "", what);
  });
});
