/** The first of some things; undefined when there is none. */
export const firstOf = <Item>(items: Iterable<Item>): Item | undefined => {
  for (const item of items) return item;
  return undefined;
};
