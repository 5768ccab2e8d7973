import type { CompiledStatement } from "../evaluation/compile.ts";
import { type Findings, type GrantFinding, resourceLayerOf } from "../evaluation/conclude.ts";
import { type PolicyLayers, underRcps, underScps } from "../evaluation/layers.ts";
import type { PolicySet } from "../evaluation/policy-set.ts";
import type { AuthorizationRequest, LayerName } from "../types.ts";
import type { LayerTrace, StatementTrace } from "./explanation.ts";
import { type LayerPlan, layerPlan } from "./layer-plan.ts";
import { traceStatement } from "./trace-statement.ts";

/** A layer's trace together with the statements it was made from. */
export type TracedLayer = {
  readonly trace: LayerTrace;
  readonly plan: LayerPlan;
  /** The traces of the statements about the action. */
  readonly concerned: readonly StatementTrace[];
  readonly matched: readonly { readonly statement: CompiledStatement; readonly trace: StatementTrace }[];
};

/** Considers every statement of every layer. */
export const traceLayers = (request: AuthorizationRequest, layers: PolicyLayers): readonly TracedLayer[] => {
  const { principal } = request;
  const trace = (layer: LayerName, set: PolicySet | undefined): readonly TracedLayer[] =>
    set === undefined ? [] : [traceLayer(request, layer, set, true)];
  const traceLevels = (
    layer: LayerName,
    sets: readonly PolicySet[] | undefined,
    applies: boolean,
  ): readonly TracedLayer[] =>
    (sets ?? []).map((set, level) => traceLayer(request, layer, set, applies, level));
  return [
    ...traceLevels("rcp", layers.rcps, underRcps(principal)),
    ...traceLevels("scp", layers.scps, underScps(principal)),
    ...trace(resourceLayerOf(layers), layers.resource),
    ...trace("identity", layers.identity),
    ...trace("boundary", layers.boundary),
    ...trace("session", layers.session),
  ];
};

const traceLayer = (
  request: AuthorizationRequest,
  layer: LayerName,
  set: PolicySet,
  applies: boolean,
  level?: number,
): TracedLayer => {
  const plan = layerPlan(set, request.action);
  // INVARIANT: the places that the plan leaves open are those of the statements it says have to be asked
  const statements = plan.statements.slice() as StatementTrace[];
  const concerned: StatementTrace[] = [];
  const matched: TracedLayer["matched"][number][] = [];
  let outcome: LayerTrace["outcome"] = "implicitDeny";
  for (const { place, statement } of plan.concerned) {
    const trace = traceStatement(statement, request, true);
    statements[place] = trace;
    concerned.push(trace);
    if (!trace.matched) continue;
    matched.push({ statement, trace });
    if (!statement.allows) outcome = "explicitDeny";
    else if (outcome === "implicitDeny") outcome = "allowed";
  }
  const { omitted } = plan;
  return {
    plan,
    concerned,
    matched,
    trace:
      level === undefined
        ? { layer, applies, outcome, statements, omitted }
        : { layer, level, applies, outcome, statements, omitted },
  };
};

const STRENGTH = { none: 0, account: 1, role: 2, direct: 3 } as const;

/** What a complete trace found, for the same conclusion that `decide` draws. */
export const findingsOf = (traced: readonly TracedLayer[]): Findings => {
  const find = (layer: LayerName, level: number, allows: boolean): CompiledStatement | undefined =>
    traced
      .find(({ trace }) => trace.layer === layer && (trace.level ?? 0) === level)
      ?.matched.find(({ statement }) => statement.allows === allows)?.statement;
  return {
    denying: (layer, level) => find(layer, level, false),
    allowing: (layer, level) => find(layer, level, true),
    granting: () => {
      const own = traced.find(({ trace }) => trace.layer === "resource" || trace.layer === "trust");
      return (own?.matched ?? [])
        .filter(({ statement }) => statement.allows)
        .map(({ statement, trace }): GrantFinding => ({ grant: trace.grant ?? "none", statement }))
        .reduce((best, one) => (STRENGTH[one.grant] > STRENGTH[best.grant] ? one : best), {
          grant: "none",
          statement: undefined,
        });
    },
  };
};
