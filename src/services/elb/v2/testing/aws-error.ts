import assert from "node:assert/strict";
import { AwsError } from "../../../../operation/index.ts";

/** What `assert.rejects` and `assert.throws` take: the error of that code and text. */
export const awsError =
  (code: string, message: string, httpStatus = 400) =>
  (error: unknown): true => {
    if (!(error instanceof AwsError)) throw error;
    const { code: actualCode, message: actualMessage, httpStatus: actualStatus } = error;
    assert.deepEqual(
      { code: actualCode, message: actualMessage, httpStatus: actualStatus },
      { code, message, httpStatus },
    );
    return true;
  };
