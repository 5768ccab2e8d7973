import type { PlannedAction } from "../plan/traffic-plan.ts";
import { SERVER, statusPage } from "./answers.ts";
import type { ConfigurationFiles } from "./files.ts";
import { poolName } from "./names.ts";
import { printable, quote } from "./quote.ts";
import { type RedirectPlace, redirectLocation } from "./redirect.ts";

/** The name of a pool that an action leads to at once, if it does. */
export const directPool = (action: PlannedAction): string | undefined => {
  if (action.kind !== "forward") return undefined;
  const [only, ...more] = action.pools.filter(({ weight }) => weight > 0);
  return only === undefined || more.length > 0 ? undefined : poolName(only.id);
};

/** Where requests go that nothing can be done for: its answer is 503. */
export const NOWHERE = "nowhere";

/** The cookie that keeps a client with its target group. */
const GROUP_COOKIE = "AWSALBTG";

type Forward = Extract<PlannedAction, { readonly kind: "forward" }>;

const choose = (name: string, action: Forward): readonly string[] => {
  const here = `{ var(txn.to) -m str ${name} }`;
  const pools = action.pools.filter(({ weight }) => weight > 0);
  const total = pools.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [`http-request set-var(txn.to) str(${NOWHERE}) if ${here}`];
  const sticky = action.stickySeconds;
  const rules: string[] = [];
  if (sticky !== undefined) {
    rules.push(`http-request set-var(txn.group) int(${sticky}) if ${here}`);
    for (const { id } of pools) {
      const cookie = `{ req.cook(${GROUP_COOKIE}) -m str ${poolName(id)} }`;
      rules.push(`http-request set-var(txn.to) str(${poolName(id)}) if ${here} ${cookie}`);
    }
  }
  rules.push(`http-request set-var(txn.lot) rand(${total}) if ${here}`);
  let sum = 0;
  for (const { id, weight } of pools) {
    sum += weight;
    rules.push(
      `http-request set-var(txn.to) str(${poolName(id)}) if ${here} { var(txn.lot) -m int lt ${sum} }`,
    );
  }
  return rules;
};

/** Tells a client which target group it got, where it is to stay there. */
export const GROUP_COOKIE_RULE = `http-response add-header Set-Cookie '${GROUP_COOKIE}=%[var(txn.to)]; Max-Age=%[var(txn.group)]; Path=/' if { var(txn.group) -m found }`;

/**
 * The rules that carry out an action which has got the name `name`: they go on to a pool, or end the request.
 * None for an action that leads to one pool, whose name then stands for it.
 */
export const actionRules = (
  name: string,
  action: PlannedAction,
  place: RedirectPlace,
  files: ConfigurationFiles,
): readonly string[] => {
  const here = `{ var(txn.to) -m str ${name} }`;
  switch (action.kind) {
    case "forward":
      return choose(name, action);
    case "redirect": {
      const { withQuery, withoutQuery } = redirectLocation(action, place);
      const page = files.add(`${action.status}.html`, statusPage(action.status));
      const redirect = (location: string, condition: string): string =>
        `http-request return status ${action.status} content-type text/html file ${quote(page)} hdr Server ${SERVER} hdr Location ${quote(location)} if ${here}${condition}`;
      return withQuery === withoutQuery
        ? [redirect(withQuery, "")]
        : [redirect(withQuery, " { query -m len gt 0 }"), redirect(withoutQuery, "")];
    }
    case "answer": {
      const answer = `http-request return status ${action.status}`;
      if (action.body === "") return [`${answer} hdr Server ${SERVER} if ${here}`];
      const file = files.add(`${name}.body`, action.body);
      return [
        `${answer} content-type ${quote(printable(action.contentType) || "text/plain")} file ${quote(file)} hdr Server ${SERVER} if ${here}`,
      ];
    }
  }
};
