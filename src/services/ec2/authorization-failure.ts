import { createCipheriv, randomBytes } from "node:crypto";
import { AwsError } from "../../operation/index.ts";

/** Made anew by each process: what it seals is opaque to everybody. */
const key = randomBytes(32);

const seal = (text: string): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString("base64url");
};

/**
 * EC2's error of a call that is not allowed: status 403. A call decided on a resource also gets an opaque
 * message, a call decided on `*` names no resource.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (UnauthorizedOperation)
 */
export const unauthorizedOperation = (sentence: string): AwsError => {
  const everything = " on resource: * ";
  const text = sentence.includes(everything)
    ? sentence.replace(everything, " ")
    : `${sentence}. Encoded authorization failure message: ${seal(sentence)}`;
  return new AwsError("UnauthorizedOperation", `You are not authorized to perform this operation. ${text}`, {
    httpStatus: 403,
  });
};
