import assert from "node:assert/strict";
import { AwsError } from "../../../operation/index.ts";

/** Asserts that a call is refused with this code and this text. */
export const rejectsWith = (call: Promise<unknown>, code: string, message: string | RegExp): Promise<void> =>
  assert.rejects(call, (error) => {
    assert.ok(error instanceof AwsError, String(error));
    assert.equal(error.httpStatus, 400);
    assert.equal(error.code, code);
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  });
