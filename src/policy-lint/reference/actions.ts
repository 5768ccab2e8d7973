import { compilePattern, matchesPattern } from "../../authorization/matching/pattern.ts";
import { parseText } from "../../authorization/matching/template.ts";
import { type ActionReference, findService, type ServiceReference } from "./services.ts";

/** What a value of an `Action` element stands for. */
export type ActionMeaning =
  /** `*`, or a wildcard for the service. */
  | { readonly kind: "everything" }
  | { readonly kind: "unknownService"; readonly prefix: string }
  | {
      readonly kind: "actions";
      readonly service: ServiceReference;
      readonly actions: readonly ActionReference[];
    };

const meanings = new Map<string, ActionMeaning>();

/** Reads a value of an `Action` element: which actions it names. Wildcards as the engine reads them. */
export const meaningOf = (value: string): ActionMeaning => {
  const text = value.toLowerCase();
  const found = meanings.get(text);
  if (found !== undefined) return found;
  const made = read(text);
  if (meanings.size < 8192) meanings.set(text, made);
  return made;
};

const read = (text: string): ActionMeaning => {
  const colon = text.indexOf(":");
  const prefix = colon === -1 ? text : text.slice(0, colon);
  if (/[*?]/.test(prefix)) return { kind: "everything" };
  const service = findService(prefix);
  if (service === undefined) return { kind: "unknownService", prefix };
  const name = text.slice(colon + 1);
  if (!/[*?]/.test(name)) {
    const action = service.actions.get(name);
    return { kind: "actions", service, actions: action === undefined ? [] : [action] };
  }
  const parsed = parseText(name, { variables: false, wildcards: true });
  const pattern = typeof parsed === "string" ? compilePattern(parsed) : undefined;
  const actions =
    pattern === undefined ? [] : [...service.actions].filter(([key]) => matchesPattern(pattern, key));
  return { kind: "actions", service, actions: actions.map(([, action]) => action) };
};
