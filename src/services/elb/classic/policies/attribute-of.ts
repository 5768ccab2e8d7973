import type { ClassicPolicy } from "../table.ts";

/** The value of a policy's attribute; the first one of several. */
export const attributeOf = (policy: ClassicPolicy, name: string): string | undefined =>
  policy.attributes.find((attribute) => attribute.name === name)?.value;
