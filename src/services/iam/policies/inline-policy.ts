/** A policy that is embedded in a user, group or role; `document` as it was written. */
export type InlinePolicy = { readonly name: string; readonly document: string };
