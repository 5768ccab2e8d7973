import type { Filter } from "@aws-sdk/client-ec2";
import { invalidParameterValue } from "../errors.ts";
import { wildcard } from "./wildcards.ts";

/** The values that a filter's name stands for in one item; undefined when there is no such filter. */
export type FilterValues = (name: string) => readonly (string | undefined)[] | undefined;

/**
 * Whether an item passes all filters; a filter passes when one of its values matches one of the item's.
 * Throws InvalidParameterValue for an unknown filter.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
export const compileFilters = (
  filters: readonly Filter[] | undefined,
): ((values: FilterValues) => boolean) => {
  const compiled = (filters ?? []).map(({ Name, Values }) => ({
    name: Name ?? "",
    patterns: (Values ?? []).map(wildcard),
  }));
  return (values) =>
    compiled.every(({ name, patterns }) => {
      const found = values(name);
      if (found === undefined) throw invalidParameterValue(`The filter '${name}' is invalid`);
      return found.some((text) => text !== undefined && patterns.some((matches) => matches(text)));
    });
};

/** Refuses unknown filters even where there is nothing to filter. */
export const checkFilters = (filters: readonly Filter[] | undefined, values: FilterValues): void => {
  for (const { Name } of filters ?? []) {
    if (values(Name ?? "") === undefined) throw invalidParameterValue(`The filter '${Name}' is invalid`);
  }
};

/** The values of the filters `tag:<key>`, `tag-key` and `tag-value`; undefined for any other name. */
export const tagFilterValues = (
  name: string,
  tags: Readonly<Record<string, string>>,
): readonly (string | undefined)[] | undefined => {
  if (name.startsWith("tag:")) return [tags[name.slice(4)]];
  if (name === "tag-key") return Object.keys(tags);
  if (name === "tag-value") return Object.values(tags);
  return undefined;
};
