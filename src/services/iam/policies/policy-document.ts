import { type PolicyKind, PolicySyntaxError, validatePolicy } from "../../../authorization/index.ts";
import { malformedPolicy } from "../errors.ts";

/**
 * Checks a policy document as it is written. Throws MalformedPolicyDocument with AWS's sentence, and with the
 * place and the reason, which AWS keeps to itself.
 */
export const checkDocument = (document: string, kind: PolicyKind): void => {
  try {
    validatePolicy(document, kind);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw malformedPolicy(`${error.awsMessage} ${error.message}`);
  }
};

/**
 * A document's size as IAM counts it: white space is free.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const countedSize = (document: string): number => document.replace(/\s/g, "").length;

/**
 * A document as IAM's answers carry it, percent-encoded after RFC 3986.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
 */
export const encodedDocument = (document: string): string =>
  encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
