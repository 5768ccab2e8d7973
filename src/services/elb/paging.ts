import { validationError } from "./errors.ts";

/** What a describing operation of either version may be asked for. */
type PageRequest = { readonly Marker?: string | undefined; readonly PageSize?: number | undefined };

/** The most that a page holds, and what it holds unless told. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
const LARGEST_PAGE = 400;

const openMarker = (marker: string): string => {
  const text = Buffer.from(marker, "base64url").toString("utf8");
  if (!text.startsWith("after:")) throw validationError("Invalid Marker.");
  return text.slice("after:".length);
};

/**
 * Cuts one page out of `items`, in the order of `key`. The marker tells the last item that was given, so that a page
 * neither repeats nor leaves out what was there all along when others come or go.
 */
export const paged = <Item>(
  items: Iterable<Item>,
  request: PageRequest,
  key: (item: Item) => string,
): { readonly items: Item[]; readonly NextMarker?: string } => {
  const after = request.Marker ? openMarker(request.Marker) : undefined;
  const keyed = Array.from(items, (item) => [key(item), item] as const);
  const rest = after === undefined ? keyed : keyed.filter(([name]) => name > after);
  rest.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  const page = rest.slice(0, request.PageSize ?? LARGEST_PAGE);
  const found = page.map(([, item]) => item);
  const last = page.at(-1);
  if (rest.length <= page.length || last === undefined) return { items: found };
  return { items: found, NextMarker: Buffer.from(`after:${last[0]}`).toString("base64url") };
};

/** The member that every paged answer has, next to its list. */
export const nextMarker = (page: { readonly NextMarker?: string }): { NextMarker?: string } =>
  page.NextMarker === undefined ? {} : { NextMarker: page.NextMarker };
