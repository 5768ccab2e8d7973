import { AwsError } from "../../../operation/aws-error.ts";

/** What `assert.rejects` compares an AWS error with. */
export const awsError = (code: string, message: string | RegExp, httpStatus?: number) => (error: unknown) =>
  error instanceof AwsError &&
  error.code === code &&
  (httpStatus === undefined || error.httpStatus === httpStatus) &&
  (typeof message === "string" ? error.message === message : message.test(error.message));
