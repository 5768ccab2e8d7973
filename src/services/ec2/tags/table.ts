import { defineTable, type Reader } from "../../../state/index.ts";

/** The tags of one EC2 resource. */
export type ResourceTagsRow = {
  readonly accountId: string;
  readonly region: string;
  readonly resourceId: string;
  /** As DescribeTags names it, for example `instance`. */
  readonly resourceType: string;
  readonly tags: Readonly<Record<string, string>>;
};

const keyOf = (row: Pick<ResourceTagsRow, "accountId" | "region" | "resourceId">): string =>
  `${row.accountId}/${row.region}/${row.resourceId}`;

/** Tags by `account/region/resource`; `scope` is `account/region`. */
export const resourceTagsTable = defineTable<ResourceTagsRow>()({
  name: "ec2.tags",
  key: keyOf,
  indexes: { scope: (row) => `${row.accountId}/${row.region}` },
});

type Place = { readonly accountId: string; readonly region: string };

/** The tags of a resource; an empty record when it has none. */
export const tagsOf = (state: Reader, place: Place, resourceId: string): Readonly<Record<string, string>> =>
  state.table(resourceTagsTable).get(keyOf({ ...place, resourceId }))?.tags ?? {};

/** Tags in the API's form. */
export const tagList = (tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
