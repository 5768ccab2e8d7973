import { actionMatches } from "../matching/match-action.ts";
import type { CompiledPolicy, CompiledStatement } from "./compile.ts";

/** The statements of a set that concern one action, those that deny apart. */
export type ConcernedStatements = {
  readonly all: ReadonlySet<CompiledStatement>;
  readonly denies: readonly CompiledStatement[];
  readonly allows: readonly CompiledStatement[];
};

/** Policies that are evaluated together, indexed by action. Opaque: make it with {@link policySet}. */
export type PolicySet = {
  readonly policies: readonly CompiledPolicy[];
  /** The set is a role's trust policy. */
  readonly trust: boolean;
  readonly concerning: (action: string) => ConcernedStatements;
};

type Entry = { readonly statement: CompiledStatement; readonly place: number };

// Actions come from the operations there are; the bound is for those who ask for names of their own.
const REMEMBERED_ACTIONS = 4096;

/**
 * Puts policies together. Statements are found by action: by its name, by its service when a wildcard follows,
 * and only those that can concern any service (`*`, `NotAction`) are looked at for every action. What concerns an
 * action is remembered, so that statements about other actions cost nothing after the first time.
 */
export const policySet = (policies: readonly CompiledPolicy[]): PolicySet => {
  const index = new ActionIndex(policies);
  const remembered = new Map<string, ConcernedStatements>();
  return {
    policies,
    trust: policies.some(({ origin }) => origin.kind === "trust"),
    concerning: (action) => {
      const known = remembered.get(action);
      if (known !== undefined) return known;
      const found = index.find(action.toLowerCase());
      if (remembered.size >= REMEMBERED_ACTIONS) remembered.clear();
      remembered.set(action, found);
      return found;
    },
  };
};

class ActionIndex {
  readonly #byName = new Map<string, Entry[]>();
  readonly #byService = new Map<string, Entry[]>();
  readonly #general: Entry[] = [];

  constructor(policies: readonly CompiledPolicy[]) {
    let place = 0;
    for (const policy of policies)
      for (const statement of policy.statements) this.#add({ statement, place: place++ });
  }

  #add(entry: Entry): void {
    const { action } = entry.statement;
    if (action.negated) {
      this.#general.push(entry);
      return;
    }
    for (const { form, text } of action.patterns) {
      if (form === "exact") append(this.#byName, text, entry);
      // In any other form the service counts only if the colon stands before the first wildcard.
      else if (/^[a-z0-9-]+:/.test(text)) append(this.#byService, text.slice(0, text.indexOf(":")), entry);
      else this.#general.push(entry);
    }
  }

  find(action: string): ConcernedStatements {
    const service = action.slice(0, action.indexOf(":"));
    const candidates = new Set([
      ...(this.#byName.get(action) ?? []),
      ...(this.#byService.get(service) ?? []),
      ...this.#general,
    ]);
    const concerned = [...candidates]
      .filter(({ statement }) => actionMatches(statement.action, action))
      .sort((one, other) => one.place - other.place)
      .map(({ statement }) => statement);
    return {
      all: new Set(concerned),
      denies: concerned.filter(({ allows }) => !allows),
      allows: concerned.filter(({ allows }) => allows),
    };
  }
}

const append = (map: Map<string, Entry[]>, key: string, entry: Entry): void => {
  const list = map.get(key);
  if (list === undefined) map.set(key, [entry]);
  else list.push(entry);
};
