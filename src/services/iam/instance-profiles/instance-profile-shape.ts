import type { InstanceProfile } from "@aws-sdk/client-iam";
import type { Reader } from "../../../state/index.ts";
import type { Given } from "../given.ts";
import { wireDate } from "../moments.ts";
import { listedRole } from "../roles/role-shape.ts";
import { roleTable } from "../roles/table.ts";
import type { InstanceProfileRow } from "./table.ts";

/** An instance profile with its role, as lists show it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_InstanceProfile.html */
export const listedInstanceProfile = (state: Reader, row: InstanceProfileRow): Given<InstanceProfile> => {
  const role = row.roleId === undefined ? undefined : state.table(roleTable).get(row.roleId);
  return {
    Path: row.path,
    InstanceProfileName: row.name,
    InstanceProfileId: row.id,
    Arn: row.arn,
    CreateDate: wireDate(row.createdAt),
    Roles: role === undefined ? [] : [listedRole(state, role)],
  };
};

/** The same with its tags. */
export const wholeInstanceProfile = (state: Reader, row: InstanceProfileRow): Given<InstanceProfile> => ({
  ...listedInstanceProfile(state, row),
  ...(row.tags.length === 0 ? {} : { Tags: row.tags }),
});
