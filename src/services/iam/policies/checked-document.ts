import { limitExceeded } from "../errors.ts";
import { QUOTAS } from "../quotas.ts";
import { checkDocument, countedSize } from "./policy-document.ts";

/** Checks the document of a managed policy. Throws MalformedPolicyDocument, and LimitExceeded for its size. */
export const checkManagedDocument = (document: string): void => {
  checkDocument(document, "managed");
  if (countedSize(document) > QUOTAS.PolicySize) throw limitExceeded("PolicySize", QUOTAS.PolicySize);
};
