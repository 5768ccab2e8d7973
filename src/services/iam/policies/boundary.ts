import type { AttachedPermissionsBoundary, PermissionsBoundaryAttachmentType } from "@aws-sdk/client-iam";
import type { Scope } from "../../../arn.ts";
import type { Reader } from "../../../state/index.ts";
import { boundaryNotFound } from "../errors.ts";
import { findManagedPolicy } from "./managed-policy.ts";

/** The policy of a boundary. Throws NoSuchEntity when the account has none such. */
export const checkBoundary = (state: Reader, scope: Scope, arn: string): string => {
  const owner = arn.split(":")[4];
  const found = findManagedPolicy(state, arn);
  if (found === undefined || (owner !== "aws" && owner !== scope.accountId)) throw boundaryNotFound(arn);
  return arn;
};

// AWS answers `Policy`, whatever the only value of the model's enumeration is.
const ATTACHMENT_TYPE = "Policy" as string as PermissionsBoundaryAttachmentType;

/** A boundary as answers show it; nothing when there is none. */
export const boundaryMembers = (
  arn: string | undefined,
): { readonly PermissionsBoundary?: AttachedPermissionsBoundary } =>
  arn === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: ATTACHMENT_TYPE, PermissionsBoundaryArn: arn } };
