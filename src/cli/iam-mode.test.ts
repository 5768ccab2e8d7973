import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CliError } from "./cli-error.ts";
import { iamMode } from "./iam-mode.ts";

describe("the IAM mode", () => {
  it("is one of three", () => {
    assert.deepEqual(["enforce", "audit", "off"].map(iamMode), ["enforce", "audit", "off"]);
  });

  it("is never guessed", () => {
    for (const text of ["", "Enforce", "none", "false", "disabled"])
      assert.throws(() => iamMode(text), CliError);
  });
});
