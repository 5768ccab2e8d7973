import { AwsError } from "../../../../operation/index.ts";

/** What `assert.rejects` compares an AWS error with. */
export const awsError =
  (code: string, message: string | RegExp, httpStatus = 400) =>
  (error: unknown) =>
    error instanceof AwsError &&
    error.code === code &&
    error.httpStatus === httpStatus &&
    (typeof message === "string" ? error.message === message : message.test(error.message));
