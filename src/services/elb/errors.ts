import { AwsError } from "../../operation/index.ts";

/** The error of a call that is not allowed; `message` is AWS's sentence. */
export const accessDenied = (message: string): AwsError =>
  new AwsError("AccessDenied", message, { httpStatus: 403 });

/** A parameter that breaks a constraint, or a request that does not make sense. */
export const validationError = (message: string): AwsError =>
  new AwsError("ValidationError", message, { httpStatus: 400 });
