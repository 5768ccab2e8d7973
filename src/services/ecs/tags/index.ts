import type { AnyOperation } from "../../../operation/index.ts";
import { listTagsForResource } from "./list-tags-for-resource.ts";
import { tagResource } from "./tag-resource.ts";
import { untagResource } from "./untag-resource.ts";

/** The operations on the tags of every kind of resource. */
export const tagOperations: readonly AnyOperation[] = [listTagsForResource, tagResource, untagResource];
