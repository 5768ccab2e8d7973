import assert from "node:assert/strict";
import { AwsError } from "../../../operation/index.ts";

/** What `assert.rejects` and `assert.throws` take: the error of that code, text and status. */
export const awsError =
  (code: string, message: string | RegExp, httpStatus = 400) =>
  (error: unknown): true => {
    if (!(error instanceof AwsError)) throw error;
    assert.deepEqual({ code: error.code, httpStatus: error.httpStatus }, { code, httpStatus });
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  };
