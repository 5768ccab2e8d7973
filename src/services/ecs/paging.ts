import { createHash } from "node:crypto";
import { invalidParameter } from "./errors.ts";

/** What a list operation asks of {@link page}. */
export type PageRequest<Item> = {
  readonly items: Iterable<Item>;
  /** Unique, and the order of the list; compared as strings. */
  readonly sortKey: (item: Item) => string;
  readonly descending?: boolean;
  readonly maxResults: number | undefined;
  readonly nextToken: string | undefined;
  /** The largest page; 100 for most operations. */
  readonly limit?: number;
  /** The page of a caller who does not ask for one; the largest unless the operation says otherwise. */
  readonly usual?: number;
  /** The operation's name and all its filters: a token goes with the list it was made for. */
  readonly list: readonly (string | undefined)[];
};

/** One page of a list. */
export type Page<Item> = { readonly items: readonly Item[]; readonly nextToken?: string };

const fingerprint = (list: readonly (string | undefined)[]): string =>
  createHash("sha256")
    .update(JSON.stringify(list.map((part) => part ?? null)))
    .digest("base64url")
    .slice(0, 22);

/**
 * A token says after which item to go on, and for which list. It grants nothing: the permission of the call
 * is decided before it is read, and the items come from the caller's own scope whatever it says.
 */
const writeToken = (print: string, last: string): string =>
  Buffer.from(`${print}${last}`, "utf8").toString("base64url");

const readToken = (print: string, token: string): string => {
  const text = Buffer.from(token, "base64url").toString("utf8");
  if (!text.startsWith(print) || writeToken(print, text.slice(print.length)) !== token) {
    throw invalidParameter("Invalid token");
  }
  return text.slice(print.length);
};

/** What to start a page after, and how long it may be. */
const startOf = (request: Omit<PageRequest<never>, "items" | "sortKey">) => {
  const limit = request.limit ?? 100;
  const size = request.maxResults ?? request.usual ?? limit;
  if (!Number.isInteger(size) || size < 1 || size > limit) {
    throw invalidParameter(`maxResults must be between 1 and ${limit}`);
  }
  const print = fingerprint(request.list);
  const after = request.nextToken === undefined ? undefined : readToken(print, request.nextToken);
  return { size, print, after };
};

/**
 * One page of a sorted list. Items that come or go between two pages neither repeat nor hide others.
 *
 * @throws AwsError InvalidParameterException for a page size out of range, or a token of another list
 */
export const page = <Item>(request: PageRequest<Item>): Page<Item> => {
  const { size, print, after } = startOf(request);
  const direction = request.descending === true ? -1 : 1;
  const keyed: (readonly [string, Item])[] = [];
  for (const item of request.items) {
    const key = request.sortKey(item);
    if (after === undefined || compare(key, after) * direction > 0) keyed.push([key, item]);
  }
  keyed.sort(([left], [right]) => compare(left, right) * direction);
  const last = keyed.length > size ? keyed[size - 1] : undefined;
  return {
    items: keyed.slice(0, size).map(([, item]) => item),
    ...(last === undefined ? {} : { nextToken: writeToken(print, last[0]) }),
  };
};

/** What a list operation asks of {@link pageInOrder}. */
export type OrderedPageRequest<Item> = Omit<PageRequest<Item>, "items" | "descending"> & {
  /** The items after a sort key, or all of them, in order. */
  readonly after: (sortKey: string | undefined) => Iterable<Item>;
};

/**
 * {@link page} of a list that is kept in order: looks at no more items than it answers.
 *
 * @throws AwsError InvalidParameterException for a page size out of range, or a token of another list
 */
export const pageInOrder = <Item>(request: OrderedPageRequest<Item>): Page<Item> => {
  const { size, print, after } = startOf(request);
  const items: Item[] = [];
  for (const item of request.after(after)) {
    const last = items.at(-1);
    if (items.length === size && last !== undefined) {
      return { items, nextToken: writeToken(print, request.sortKey(last)) };
    }
    items.push(item);
  }
  return { items };
};

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
