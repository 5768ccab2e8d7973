import type { PlannedListener } from "../plan/traffic-plan.ts";
import { actionRules, directPool } from "./action.ts";
import { renderCondition } from "./condition.ts";
import type { ConfigurationFiles } from "./files.ts";
import { headerRules } from "./headers.ts";
import { actionName, listenerName } from "./names.ts";
import type { RedirectPlace } from "./redirect.ts";
import { transformRules } from "./transform.ts";

/** A listener that asks for nothing but to pass everything on to one pool. */
export const simplePool = (listener: PlannedListener): string | undefined =>
  listener.rules.length === 0 && headerRules(listener, listener.protocol === "https").length === 0
    ? directPool(listener.defaultAction)
    : undefined;

/** What a host that leads to the listener is mapped to. */
export const entryName = (listener: PlannedListener): string =>
  simplePool(listener) ?? listenerName(listener.id);

/**
 * The rules of a listener. `txn.to` says where a request is on its way: first it is the listener, then the action of
 * the first rule that matches, and last a pool; rules that are not concerned see it in one comparison.
 */
export const listenerRules = (
  listener: PlannedListener,
  place: RedirectPlace,
  files: ConfigurationFiles,
): readonly string[] => {
  if (simplePool(listener) !== undefined) return [];
  const here = `{ var(txn.to) -m str ${listenerName(listener.id)} }`;
  const rules: string[] = [...headerRules(listener, place.protocol === "https")];
  const actions: string[] = [];
  const go = (id: string, action: PlannedListener["defaultAction"], transformed: boolean): string => {
    const pool = transformed ? undefined : directPool(action);
    if (pool !== undefined) return pool;
    const name = actionName(id);
    actions.push(...actionRules(name, action, place, files));
    return name;
  };
  const transforms: string[] = [];
  for (const rule of listener.rules) {
    const to = go(rule.id, rule.action, rule.transforms.length > 0);
    const conditions = rule.conditions.map(renderCondition).join(" ");
    rules.push(
      `http-request set-var(txn.to) str(${to}) if ${here}${conditions === "" ? "" : ` ${conditions}`}`,
    );
    transforms.push(...transformRules(actionName(rule.id), rule.transforms));
  }
  const to = go(`${listener.id} default`, listener.defaultAction, false);
  rules.push(`http-request set-var(txn.to) str(${to}) if ${here}`);
  return [...rules, ...transforms, ...actions];
};
