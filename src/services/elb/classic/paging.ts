import { validationError } from "../errors.ts";

/** What a paged request says. */
export type PageRequest = { readonly Marker?: string | undefined; readonly PageSize?: number | undefined };

/** One page; `NextMarker` is missing on the last one. */
export type Page<Item> = { readonly items: readonly Item[]; readonly NextMarker?: string };

/** https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_DescribeLoadBalancers.html */
const DEFAULT_SIZE = 400;
const PREFIX = "after:";

const openMarker = (marker: string): string => {
  const text = Buffer.from(marker, "base64url").toString("utf8");
  if (!text.startsWith(PREFIX)) throw validationError("Invalid Marker.");
  return text.slice(PREFIX.length);
};

/**
 * Cuts one page out of `items`, in the order of `key`. The marker tells the last item that was given, so that a page
 * neither repeats nor leaves out what was there all along when others come or go.
 */
export const paged = <Item>(
  items: Iterable<Item>,
  request: PageRequest,
  key: (item: Item) => string,
): Page<Item> => {
  const { Marker = "", PageSize = DEFAULT_SIZE } = request;
  const after = Marker === "" ? undefined : openMarker(Marker);
  const rest = Array.from(items, (item) => [key(item), item] as const)
    .filter(([name]) => after === undefined || name > after)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  const page = rest.slice(0, PageSize);
  const last = page.at(-1);
  const found = page.map(([, item]) => item);
  if (rest.length <= page.length || last === undefined) return { items: found };
  return { items: found, NextMarker: Buffer.from(`${PREFIX}${last[0]}`).toString("base64url") };
};
