import type { InstanceRow } from "../instances/table.ts";
import type { MetadataFolder } from "./metadata-tree.ts";
import type { RoleCredentials, RoleDelivery } from "./role-credentials.ts";

/**
 * `iam/` of an instance with a profile: what the profile is, and the credentials of its role.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
 */
export const iamFolder = (
  row: InstanceRow,
  credentials: RoleCredentials,
  delivery: RoleDelivery,
  now: number,
): MetadataFolder | undefined => {
  if (row.instanceProfile === undefined) return undefined;
  const role = credentials.roleOf(row);
  const info = {
    Code: role === undefined ? "InstanceProfileNotFound" : "Success",
    LastUpdated: `${new Date(now).toISOString().slice(0, 19)}Z`,
    InstanceProfileArn: row.instanceProfile.arn,
    InstanceProfileId: row.instanceProfile.id,
  };
  return {
    info: JSON.stringify(info, undefined, 2),
    "security-credentials":
      role === undefined ? undefined : { [role.name]: () => credentials.credentialsOf(row, delivery) },
  };
};
