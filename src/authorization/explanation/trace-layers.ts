import type { CompiledStatement } from "../evaluation/compile.ts";
import { type Findings, type GrantFinding, resourceLayerOf } from "../evaluation/conclude.ts";
import { type PolicyLayers, underRcps, underScps } from "../evaluation/layers.ts";
import type { PolicySet } from "../evaluation/policy-set.ts";
import type { AuthorizationRequest, LayerName } from "../types.ts";
import type { LayerTrace, StatementTrace } from "./explanation.ts";
import { traceStatement } from "./trace-statement.ts";

/** A layer's trace together with the statements it was made from. */
export type TracedLayer = {
  readonly trace: LayerTrace;
  readonly matched: readonly { readonly statement: CompiledStatement; readonly trace: StatementTrace }[];
};

// A person reads these; statements about other actions beyond this many are only counted.
const LISTED_STATEMENTS = 200;

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
  const action = request.action.toLowerCase();
  const all = set.policies.flatMap(({ statements }) =>
    statements.map((statement) => ({ statement, trace: traceStatement(statement, request, action) })),
  );
  const matched = all.filter(({ trace }) => trace.matched);
  let others = 0;
  const listed = all.filter(
    ({ trace }) => trace.mismatches[0]?.reason !== "action" || others++ < LISTED_STATEMENTS,
  );
  const denied = matched.some(({ statement }) => !statement.allows);
  return {
    matched,
    trace: {
      layer,
      ...(level !== undefined && { level }),
      applies,
      outcome: denied ? "explicitDeny" : matched.length > 0 ? "allowed" : "implicitDeny",
      statements: listed.map(({ trace }) => trace),
      omitted: all.length - listed.length,
    },
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
