import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { withSection } from "./profile.ts";

const settings = { region: "us-east-1", endpoint_url: "http://127.0.0.1:4566" };

describe("a profile in the AWS configuration", () => {
  it("starts an empty file", () => {
    const wanted = "[profile port]\nregion = us-east-1\nendpoint_url = http://127.0.0.1:4566\n";
    assert.equal(withSection("", "profile port", settings), wanted);
  });

  it("leaves other profiles and comments as they are", () => {
    const before =
      "# mine\n[default]\nregion = eu-west-1\n\n[profile port]\nregion = old\n\n[profile z]\nregion = x\n";
    const after = withSection(before, "profile port", settings);
    assert.ok(
      after.startsWith("# mine\n[default]\nregion = eu-west-1\n\n[profile port]\nregion = us-east-1\n"),
    );
    assert.ok(after.endsWith("\n\n[profile z]\nregion = x\n"));
    assert.ok(!after.includes("old"));
  });

  it("written twice is the same as written once", () => {
    const line = fc.constantFrom("[a]", "[profile port]", "region = q", "# note", "");
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const once = withSection(lines.join("\n"), "profile port", settings);
        assert.equal(withSection(once, "profile port", settings), once);
      }),
    );
  });
});
