import type { PlannedAction, PlannedListener } from "../plan/traffic-plan.ts";
import { printable, uriText } from "./quote.ts";

/** What a location is made for. */
export type RedirectPlace = {
  readonly protocol: "http" | "https";
  /** The port that clients use. */
  readonly port: number;
  readonly listener: PlannedListener;
  /** The port that clients of the listener's load balancer use for one of its listeners' ports. */
  readonly publicPort: (listener: PlannedListener, port: number) => number;
};

/** What HAProxy puts in the place of each word. */
const keywords = (place: RedirectPlace): Readonly<Record<string, string>> => ({
  protocol: place.protocol,
  host: "%[req.hdr(host),field(1,:)]",
  port: String(place.port),
  path: "%[path,bytes(1)]",
  query: "%[query]",
});

const KEYWORD = /#\{(protocol|host|port|path|query)\}/;

/** Fills a member of a redirect in; the rest of it is text. */
const fill = (template: string, words: Readonly<Record<string, string>>): string =>
  template
    .split(KEYWORD)
    .map((part, index) => (index % 2 === 1 ? (words[part] ?? "") : uriText(part).replaceAll("%", "%%")))
    .join("");

/**
 * The `Location` of a redirect as a format of HAProxy, with and without a query, as an application load balancer
 * writes it: protocol and port are always there.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html
 */
export const redirectLocation = (
  action: Extract<PlannedAction, { readonly kind: "redirect" }>,
  place: RedirectPlace,
): { readonly withQuery: string; readonly withoutQuery: string } => {
  const words = keywords(place);
  const protocol = fill(action.protocol.toLowerCase(), words);
  const wanted = /^\d+$/.test(action.port)
    ? String(place.publicPort(place.listener, Number(action.port)))
    : action.port;
  const path = fill(action.path.replace(/^(?!\/)/, "/"), words);
  const base = `${protocol}://${fill(action.host, words)}:${fill(wanted, words)}${path}`;
  const query = fill(printable(action.query), words);
  const always = action.query.replaceAll("#{query}", "") !== "";
  return {
    withQuery: query === "" ? base : `${base}?${query}`,
    withoutQuery: always ? `${base}?${query}` : base,
  };
};
