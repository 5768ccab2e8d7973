import type { Role } from "@aws-sdk/client-iam";
import type { Reader } from "../../../state/index.ts";
import type { Given } from "../given.ts";
import { lastUse } from "../last-used.ts";
import { wireDate } from "../moments.ts";
import { boundaryMembers } from "../policies/boundary.ts";
import { encodedDocument } from "../policies/policy-document.ts";
import type { RoleRow } from "./table.ts";
import { effectiveTrustPolicy } from "./trust-policy.ts";

/** A role as lists show it: without tags, boundary and last use. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html */
export const listedRole = (state: Reader, row: RoleRow): Given<Role> => ({
  Path: row.path,
  RoleName: row.name,
  RoleId: row.id,
  Arn: row.arn,
  CreateDate: wireDate(row.createdAt),
  AssumeRolePolicyDocument: encodedDocument(effectiveTrustPolicy(state, row)),
  ...(row.description === undefined ? {} : { Description: row.description }),
});

/** A role as CreateRole shows it. */
export const createdRole = (state: Reader, row: RoleRow): Given<Role> => ({
  ...listedRole(state, row),
  ...boundaryMembers(row.boundaryArn),
  ...(row.tags.length === 0 ? {} : { Tags: row.tags }),
});

/** A role as GetRole shows it. */
export const wholeRole = (state: Reader, row: RoleRow): Given<Role> => ({
  ...createdRole(state, row),
  MaxSessionDuration: row.maxSessionDuration,
  RoleLastUsed: roleLastUsed(row.id),
});

/** When and where a role was used last; empty when it was not. */
export const roleLastUsed = (roleId: string): { LastUsedDate?: Date; Region?: string } => {
  const use = lastUse(roleId);
  return use === undefined ? {} : { LastUsedDate: wireDate(use.at), Region: use.region };
};
