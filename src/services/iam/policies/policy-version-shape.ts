import type { PolicyVersion } from "@aws-sdk/client-iam";
import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import type { Given } from "../given.ts";
import { wireDate } from "../moments.ts";
import { awsManagedPolicy } from "./aws-managed.ts";
import { requireOwnPolicy } from "./managed-policy.ts";
import { encodedDocument } from "./policy-document.ts";
import type { PolicyRow, PolicyVersionRow } from "./table.ts";

/** A version as lists show it, without its document. https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html */
export const listedVersion = (
  version: PolicyVersionRow,
  { defaultVersionId }: Pick<PolicyRow, "defaultVersionId">,
): Given<PolicyVersion> => ({
  VersionId: version.id,
  IsDefaultVersion: version.id === defaultVersionId,
  CreateDate: wireDate(version.createdAt),
});

/** The same with its document. */
export const wholeVersion = (
  version: PolicyVersionRow,
  policy: Pick<PolicyRow, "defaultVersionId">,
): Given<PolicyVersion> => ({
  Document: encodedDocument(version.document),
  ...listedVersion(version, policy),
});

/** The versions of a policy of the account or of AWS. Throws NoSuchEntity. */
export const versionsOf = (
  state: Reader,
  scope: Scope,
  arn: string,
): Pick<PolicyRow, "versions" | "defaultVersionId"> => {
  const aws = awsManagedPolicy(arn);
  if (aws === undefined) return requireOwnPolicy(state, scope, arn);
  const version = { id: aws.versionId, document: aws.document, createdAt: aws.updatedAt };
  return { versions: [version], defaultVersionId: aws.versionId };
};
