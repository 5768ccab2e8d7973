import { validationError } from "./errors.ts";

/** What a list operation may be asked for. */
export type PageRequest = { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined };

/** One page, as IAM's list operations answer it. */
export type Page<Item> = {
  readonly items: Item[];
  readonly IsTruncated: boolean;
  readonly Marker?: string;
};

const openMarker = (marker: string): string => {
  const text = Buffer.from(marker, "base64url").toString("utf8");
  if (!text.startsWith("after:")) throw validationError("Invalid Marker.");
  return text.slice("after:".length);
};

/**
 * Cuts one page out of `items`, in the order of `key`. The marker tells the last item that was given, so that
 * a page neither repeats nor leaves out what was there all along when others come or go. 100 items unless
 * told otherwise. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListUsers.html
 */
export const paged = <Item>(
  items: Iterable<Item>,
  request: PageRequest,
  key: (item: Item) => string,
): Page<Item> => {
  const after = request.Marker === undefined ? undefined : openMarker(request.Marker);
  const keyed = Array.from(items, (item) => [key(item), item] as const);
  const rest = after === undefined ? keyed : keyed.filter(([name]) => name > after);
  rest.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
  const page = rest.slice(0, request.MaxItems ?? 100);
  const last = page.at(-1);
  const found = page.map(([, item]) => item);
  if (rest.length <= page.length || last === undefined) return { items: found, IsTruncated: false };
  return {
    items: found,
    IsTruncated: true,
    Marker: Buffer.from(`after:${last[0]}`).toString("base64url"),
  };
};

/** The members that every paged answer has, next to its list. */
export const pageMembers = (page: Page<unknown>): { IsTruncated: boolean; Marker?: string } =>
  page.Marker === undefined
    ? { IsTruncated: page.IsTruncated }
    : { IsTruncated: page.IsTruncated, Marker: page.Marker };

/** {@link paged} for things that have a name and a path: those whose path begins with `PathPrefix`. */
export const pagedPath = <Item extends { readonly name: string; readonly path: string }>(
  items: Iterable<Item>,
  request: PageRequest & { readonly PathPrefix?: string | undefined },
): Page<Item> => {
  const { PathPrefix = "/" } = request;
  const wanted = Array.from(items).filter((item) => item.path.startsWith(PathPrefix));
  return paged(wanted, request, (item) => item.name);
};
