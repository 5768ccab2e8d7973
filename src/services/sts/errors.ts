import { AwsError } from "../../operation/index.ts";

/**
 * The errors of STS.
 * https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html and each operation's page.
 */
const failure =
  (code: string, httpStatus: number) =>
  (message: string): AwsError =>
    new AwsError(code, message, { httpStatus });

export const accessDenied = failure("AccessDenied", 403);
export const validationError = failure("ValidationError", 400);
export const invalidParameterValue = failure("InvalidParameterValue", 400);
export const invalidAuthorizationMessage = failure("InvalidAuthorizationMessageException", 400);
export const packedPolicyTooLarge = failure("PackedPolicyTooLarge", 400);

/**
 * STS says nothing of the policy that was missing, so that nobody learns whether a role exists; an explicit deny
 * it does tell.
 */
export const denied = (sentence: string): AwsError => accessDenied(sentence.replace(/ because no .*$/s, ""));

/** What AssumeRole answers when the role does not exist: the same as when it does not trust the caller. */
export const notAuthorized = (callerArn: string, action: string, resource: string): AwsError =>
  accessDenied(`User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource}`);
