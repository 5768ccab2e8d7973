import { invalidParameterCombination, invalidParameterValue } from "../errors.ts";

/** What a paged request says. */
export type PageRequest = {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
};

const read = (token: string): number => {
  const text = Buffer.from(token, "base64url").toString("utf8");
  const match = /^after:(\d{1,9})$/.exec(text);
  if (match === null) throw invalidParameterValue(`Unable to parse pagination token`);
  return Number(match[1]);
};

/**
 * One page of `items`, and the token of the next. `least` and `most` bound MaxResults; without MaxResults
 * everything comes at once.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html#api-pagination
 */
export const pageOf = <Item>(
  items: readonly Item[],
  request: PageRequest,
  { least = 5, most = 1000 }: { readonly least?: number; readonly most?: number } = {},
): { readonly items: readonly Item[]; readonly NextToken?: string } => {
  const { MaxResults, NextToken } = request;
  if (MaxResults !== undefined && (MaxResults < least || MaxResults > most)) {
    throw invalidParameterValue(
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between ${least} and ${most}.`,
    );
  }
  const start = NextToken === undefined || NextToken === "" ? 0 : read(NextToken);
  const end = MaxResults === undefined ? items.length : start + MaxResults;
  const page = items.slice(start, end);
  return end >= items.length
    ? { items: page }
    : { items: page, NextToken: Buffer.from(`after:${end}`).toString("base64url") };
};

/** A list of IDs and a page size exclude each other. */
export const refuseIdsWithPages = (
  ids: readonly string[] | undefined,
  request: PageRequest,
  set: string,
): void => {
  if (ids !== undefined && ids.length > 0 && request.MaxResults !== undefined) {
    throw invalidParameterCombination(`The parameter ${set} cannot be used with the parameter maxResults`);
  }
};
