import type { Scope } from "../../../../arn.ts";
import { checkedArn } from "../arns.ts";
import { trustStoresNotFound } from "../errors.ts";

/**
 * Answers for every trust store that an ARN may name: there is none, as none can be made without S3.
 *
 * @throws AwsError ValidationError, TrustStoreNotFound
 */
export const findTrustStore = (scope: Scope, arn: string): never => {
  checkedArn(scope, "trust store", arn);
  throw trustStoresNotFound();
};
