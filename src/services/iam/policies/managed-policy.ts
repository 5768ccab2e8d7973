import { parseArn, type Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { notAttachable, policyNotFound, validationError } from "../errors.ts";
import { type AwsManagedPolicy, awsManagedPolicy } from "./aws-managed.ts";
import { type PolicyRow, policyTable } from "./table.ts";

/** A managed policy of either owner, as attachments need it. */
export type ManagedPolicy = {
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  /** The default version's text. */
  readonly document: string;
};

/** The text of a policy's default version. */
export const defaultDocument = (row: PolicyRow): string =>
  row.versions.find((version) => version.id === row.defaultVersionId)?.document ?? "";

const customer = (row: PolicyRow): ManagedPolicy => ({ ...row, document: defaultDocument(row) });
const aws = (policy: AwsManagedPolicy, arn: string): ManagedPolicy => ({ ...policy, arn });

/** The managed policy of an ARN, whoever owns it. */
export const findManagedPolicy = (state: Reader, arn: string): ManagedPolicy | undefined => {
  const row = state.table(policyTable).get(arn);
  if (row !== undefined) return customer(row);
  const found = awsManagedPolicy(arn);
  return found === undefined ? undefined : aws(found, arn);
};

const checkArn = (arn: string): void => {
  const parsed = parseArn(arn);
  if (parsed === undefined || parsed.service !== "iam") {
    throw validationError("Invalid ARN:  Could not be parsed!");
  }
};

/** The policy that a principal of `scope`'s account may have attached; NoSuchEntity when there is none. */
export const attachablePolicy = (state: Reader, scope: Scope, arn: string): ManagedPolicy => {
  checkArn(arn);
  const found = findManagedPolicy(state, arn);
  const owner = parseArn(arn)?.accountId;
  // A service's own policy goes to its service-linked role only.
  const reserved = found?.path.startsWith("/aws-service-role/") && owner === "aws";
  if (found === undefined || reserved || (owner !== "aws" && owner !== scope.accountId)) {
    throw notAttachable(arn);
  }
  return found;
};

/** A policy of the account by ARN. Throws NoSuchEntity, also for one of another account. */
export const requireOwnPolicy = (state: Reader, scope: Scope, arn: string): PolicyRow => {
  checkArn(arn);
  const row = state.table(policyTable).get(arn);
  if (row === undefined || row.accountId !== scope.accountId) throw policyNotFound(arn);
  return row;
};
