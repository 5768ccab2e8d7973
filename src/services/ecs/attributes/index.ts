import type { AnyOperation } from "../../../operation/index.ts";
import { deleteAttributes } from "./delete-attributes.ts";
import { listAttributes } from "./list-attributes.ts";
import { putAttributes } from "./put-attributes.ts";

/** The operations on custom attributes. */
export const attributeOperations: readonly AnyOperation[] = [deleteAttributes, listAttributes, putAttributes];
