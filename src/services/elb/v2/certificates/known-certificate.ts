import { parseArn, type Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { certificateNotFound } from "../errors.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html */
const isCertificate = (scope: Scope, arn: string): boolean => {
  const parts = parseArn(arn);
  if (parts?.partition !== scope.partition || parts.accountId !== scope.accountId) return false;
  if (parts.service === "acm") {
    return parts.region === scope.region && /^certificate\/[\w-]{1,64}$/.test(parts.resource);
  }
  return (
    parts.service === "iam" &&
    parts.region === "" &&
    /^server-certificate\/[\w+=,.@/-]{1,640}$/.test(parts.resource)
  );
};

/**
 * Refuses ARNs that cannot be those of server certificates of the account.
 *
 * @throws AwsError CertificateNotFound
 */
export const checkCertificate = (_state: Reader, scope: Scope, arn: string): void => {
  if (!isCertificate(scope, arn)) throw certificateNotFound(arn);
};
