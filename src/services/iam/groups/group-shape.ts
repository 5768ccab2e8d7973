import type { Group } from "@aws-sdk/client-iam";
import type { Given } from "../given.ts";
import { wireDate } from "../moments.ts";
import type { GroupRow } from "./table.ts";

/** A group as answers show it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_Group.html */
export const wireGroup = (row: GroupRow): Given<Group> => ({
  Path: row.path,
  GroupName: row.name,
  GroupId: row.id,
  Arn: row.arn,
  CreateDate: wireDate(row.createdAt),
});
