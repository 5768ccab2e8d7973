import type { User } from "@aws-sdk/client-iam";
import type { Given } from "../given.ts";
import { wireDate } from "../moments.ts";
import { boundaryMembers } from "../policies/boundary.ts";
import type { UserRow } from "./table.ts";

/** A user as lists show it. https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html */
export const listedUser = (row: UserRow): Given<User> => ({
  Path: row.path,
  UserName: row.name,
  UserId: row.id,
  Arn: row.arn,
  CreateDate: wireDate(row.createdAt),
});

/** A user with its boundary and tags, as CreateUser and GetUser show it. */
export const wholeUser = (row: UserRow): Given<User> => ({
  ...listedUser(row),
  ...boundaryMembers(row.boundaryArn),
  ...(row.tags.length === 0 ? {} : { Tags: row.tags }),
});
