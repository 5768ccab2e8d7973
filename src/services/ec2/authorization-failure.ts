import { AwsError, type Refusal } from "../../operation/index.ts";
import { encodeAuthorizationMessage } from "../sts/index.ts";

/**
 * EC2's error of a call that is not allowed: status 403. A call decided on a resource also gets an opaque
 * message, which `sts:DecodeAuthorizationMessage` opens; a call decided on `*` names no resource.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (UnauthorizedOperation)
 */
export const unauthorizedOperation = (sentence: string, refusal: Refusal): AwsError => {
  const everything = " on resource: * ";
  const text = sentence.includes(everything)
    ? sentence.replace(everything, " ")
    : `${sentence}. Encoded authorization failure message: ${encodeAuthorizationMessage(refusal)}`;
  return new AwsError("UnauthorizedOperation", `You are not authorized to perform this operation. ${text}`, {
    httpStatus: 403,
  });
};
