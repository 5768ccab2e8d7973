import type { Scope } from "../../../../arn.ts";
import type { Reader } from "../../../../state/index.ts";
import { findServerCertificateByArn } from "../../../iam/index.ts";
import { certificateNotFound } from "../errors.ts";

/**
 * Refuses ARNs of no server certificate of the account. There is no Certificate Manager here: certificates are those
 * that were uploaded to IAM.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html
 *
 * @throws AwsError CertificateNotFound
 */
export const checkCertificate = (state: Reader, scope: Scope, arn: string): void => {
  if (findServerCertificateByArn(state, arn)?.accountId !== scope.accountId) throw certificateNotFound(arn);
};
