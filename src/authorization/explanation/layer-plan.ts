import type { CompiledStatement } from "../evaluation/compile.ts";
import type { ConcernedStatements, PolicySet } from "../evaluation/policy-set.ts";
import type { StatementTrace } from "./explanation.ts";
import { likeness } from "./likeness.ts";
import { traceUnconcerned } from "./trace-statement.ts";

/** What all traces of one action in one set have in common. */
export type LayerPlan = {
  /** The traces of a layer in the order of its documents; undefined where a request has to be asked. */
  readonly statements: readonly (StatementTrace | undefined)[];
  /** The statements that have to be asked, and their places in `statements`. */
  readonly concerned: readonly { readonly place: number; readonly statement: CompiledStatement }[];
  /** How many statements about other actions were left out. */
  readonly omitted: number;
  /** The statements that allow other actions of the service, those whose actions are most alike; made when asked. */
  readonly related: () => readonly CompiledStatement[];
};

// A person reads these; statements about other actions beyond this many are only counted.
const LISTED_STATEMENTS = 200;
const RELATED_STATEMENTS = 10;
const REMEMBERED_PLANS = 256;

let plans = new WeakMap<ConcernedStatements, LayerPlan>();
let remembered = 0;

/** The plan for tracing `action` in `set`, made anew only when it was not asked for lately. */
export const layerPlan = (set: PolicySet, action: string): LayerPlan => {
  const concerning = set.concerning(action);
  const known = plans.get(concerning);
  if (known !== undefined) return known;
  if (++remembered > REMEMBERED_PLANS) {
    plans = new WeakMap();
    remembered = 1;
  }
  const plan = makePlan(set, action, concerning.all);
  plans.set(concerning, plan);
  return plan;
};

const makePlan = (set: PolicySet, action: string, all: ReadonlySet<CompiledStatement>): LayerPlan => {
  const statements: (StatementTrace | undefined)[] = [];
  const concerned: { place: number; statement: CompiledStatement }[] = [];
  let others = 0;
  for (const policy of set.policies)
    for (const statement of policy.statements) {
      if (all.has(statement)) {
        concerned.push({ place: statements.length, statement });
        statements.push(undefined);
      } else if (others++ < LISTED_STATEMENTS) statements.push(traceUnconcerned(statement, action));
    }
  let related: readonly CompiledStatement[] | undefined;
  return {
    statements,
    concerned,
    omitted: Math.max(0, others - LISTED_STATEMENTS),
    related: () => {
      related ??= findRelated(set, action);
      return related;
    },
  };
};

const findRelated = (set: PolicySet, action: string): readonly CompiledStatement[] => {
  const service = action.slice(0, action.indexOf(":") + 1).toLowerCase();
  const wantedOf = (statement: CompiledStatement): readonly string[] => statement.quote().action.wanted;
  return set.policies
    .flatMap(({ statements }) => statements)
    .filter(({ allows }) => allows)
    .filter((statement) => wantedOf(statement).some((one) => one.toLowerCase().startsWith(service)))
    .map((statement) => ({ statement, like: likeness(wantedOf(statement), action) }))
    .sort((one, other) => other.like - one.like)
    .slice(0, RELATED_STATEMENTS)
    .map(({ statement }) => statement);
};
