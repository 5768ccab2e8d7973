import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { extractedServices, wireShapesText } from "./extracted-services.ts";
import { shapeTable } from "./shape-table.ts";

describe("the wire shapes kept as data", () => {
  for (const service of extractedServices) {
    it(`of ${service.name} are those of the installed client`, async () => {
      const file = new URL(`../../services/${service.name}/wire-shapes.data.json`, import.meta.url);
      // When this fails after an update of the client: node scripts/extract-wire-shapes.mjs
      assert.equal(await readFile(file, "utf8"), await wireShapesText(service));
    });
  }

  it("say the same as the client's own exports", async () => {
    const file = new URL("../../services/sts/wire-shapes.data.json", import.meta.url);
    const kept = shapeTable(JSON.parse(await readFile(file, "utf8")), false);
    const live = shapeTable(await import("@aws-sdk/client-sts"), false);
    assert.deepEqual(kept.operation("AssumeRole"), live.operation("AssumeRole"));
    assert.equal(live.has("AssumeNothing"), false);
    assert.equal(kept.has("constructor"), false);
  });
});
