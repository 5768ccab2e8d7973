import { AwsError } from "../../operation/index.ts";
import type { AuthenticationFailure, FailureKind } from "./failure.ts";

/** The protocols' families, as far as they differ in how they refuse a signature. */
export type Dialect = "json" | "query" | "ec2";

type Answer = { readonly code: string; readonly status: number; readonly text?: string };

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

/**
 * AWS's answers; a text that is missing is the failure's own.
 * JSON: https://github.com/aws/aws-sdk-js/issues/254, https://github.com/aws/aws-sdk-php/issues/1114.
 * Query: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and
 * https://github.com/devsecops/bootcamp/issues/101 (clock).
 * EC2: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-errors.html; it tells one failure from another
 * only by `AuthFailure` and, for a session that has ended, `RequestExpired`.
 */
const ANSWERS: Readonly<Record<Dialect, Readonly<Record<FailureKind, Answer>>>> = {
  json: {
    missing: {
      code: "MissingAuthenticationTokenException",
      status: 400,
      text: "Missing Authentication Token",
    },
    incomplete: { code: "IncompleteSignatureException", status: 400 },
    unknownKey: {
      code: "UnrecognizedClientException",
      status: 400,
      text: "The security token included in the request is invalid.",
    },
    expiredToken: {
      code: "ExpiredTokenException",
      status: 400,
      text: "The security token included in the request is expired",
    },
    clock: { code: "InvalidSignatureException", status: 400 },
    scope: { code: "InvalidSignatureException", status: 400 },
    mismatch: { code: "InvalidSignatureException", status: 400 },
  },
  query: {
    missing: {
      code: "MissingAuthenticationToken",
      status: 403,
      text: "Request is missing Authentication Token",
    },
    incomplete: { code: "IncompleteSignature", status: 400 },
    unknownKey: {
      code: "InvalidClientTokenId",
      status: 403,
      text: "The security token included in the request is invalid.",
    },
    expiredToken: {
      code: "ExpiredToken",
      status: 403,
      text: "The security token included in the request is expired",
    },
    clock: { code: "SignatureDoesNotMatch", status: 403 },
    scope: { code: "SignatureDoesNotMatch", status: 403 },
    mismatch: { code: "SignatureDoesNotMatch", status: 403, text: MISMATCH },
  },
  ec2: {
    missing: {
      code: "MissingAuthenticationToken",
      status: 403,
      text: "Request is missing Authentication Token",
    },
    incomplete: { code: "IncompleteSignature", status: 400 },
    unknownKey: {
      code: "AuthFailure",
      status: 401,
      text: "AWS was not able to validate the provided access credentials",
    },
    expiredToken: { code: "RequestExpired", status: 400, text: "Request has expired." },
    clock: {
      code: "AuthFailure",
      status: 401,
      text: "AWS was not able to validate the provided access credentials",
    },
    scope: { code: "AuthFailure", status: 401 },
    mismatch: {
      code: "AuthFailure",
      status: 401,
      text: "AWS was not able to validate the provided access credentials",
    },
  },
};

/** The error that a client of `dialect` gets for an authentication failure. */
export const failureAnswer = (failure: AuthenticationFailure, dialect: Dialect): AwsError => {
  const { code, status, text } = ANSWERS[dialect][failure.kind];
  return new AwsError(code, text ?? (failure.message || MISMATCH), { httpStatus: status });
};

/**
 * What ECS adds to the sentence of a signature that does not match: the canonical request and the string to
 * sign, for the client to compare with its own. They hold nothing of the secret; the session token, which is
 * part of the canonical request, is left out all the same.
 * https://github.com/aws/aws-cli/issues/5341
 */
export const mismatchText = (canonicalRequest: string, stringToSign: string): string => {
  const shown = canonicalRequest
    .replace(/^x-amz-security-token:.*$/m, "x-amz-security-token:(as sent)")
    .replace(/(^|&)X-Amz-Security-Token=[^&\n]*/m, "$1X-Amz-Security-Token=(as sent)");
  return `${MISMATCH}\n\nThe Canonical String for this request should have been\n'${shown}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`;
};
