import { paged as pagedByKey } from "../iam/index.ts";

/** What a describing operation of either version may be asked for. */
type PageRequest = { readonly Marker?: string | undefined; readonly PageSize?: number | undefined };

/** The most that a page holds, and what it holds unless told. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
const LARGEST_PAGE = 400;

/**
 * Cuts one page out of `items`, in the order of `key`. The marker tells the last item that was given, so that a page
 * neither repeats nor leaves out what was there all along when others come or go.
 */
export const paged = <Item>(
  items: Iterable<Item>,
  request: PageRequest,
  key: (item: Item) => string,
): { readonly items: Item[]; readonly NextMarker?: string } => {
  // What a marker is, and what is wrong with one, is the same in both of AWS's Query services.
  const { items: found, Marker } = pagedByKey(
    items,
    { Marker: request.Marker || undefined, MaxItems: request.PageSize ?? LARGEST_PAGE },
    key,
  );
  return Marker === undefined ? { items: found } : { items: found, NextMarker: Marker };
};

/** The member that every paged answer has, next to its list. */
export const nextMarker = (page: { readonly NextMarker?: string }): { NextMarker?: string } =>
  page.NextMarker === undefined ? {} : { NextMarker: page.NextMarker };
