import { compilePolicy } from "../evaluation/compile.ts";
import { conclude, type Findings } from "../evaluation/conclude.ts";
import type { PolicyLayers } from "../evaluation/layers.ts";
import { reach, restMatches } from "../evaluation/match-statement.ts";
import { policySet } from "../evaluation/policy-set.ts";
import type { AuthorizationRequest, Decision, LayerName, PolicyKind } from "../types.ts";
import type { Remedy, StatementJson } from "./explanation.ts";
import { isExpressible, suggestStatement } from "./suggest-statement.ts";

const KINDS: Readonly<Record<LayerName, PolicyKind>> = {
  identity: "inline",
  boundary: "boundary",
  session: "session",
  resource: "resource",
  trust: "trust",
  scp: "scp",
  rcp: "rcp",
};

/**
 * Finds the statements that would turn a denial into a permission by adding them one after the other, each as a
 * real policy, until the conclusion is to allow.
 */
export const findRemedy = (
  request: AuthorizationRequest,
  layers: PolicyLayers,
  findings: Findings,
  denial: Decision,
): Remedy => {
  const statements: { layer: LayerName; level?: number; statement: StatementJson }[] = [];
  let decision = denial;
  let present = layers;
  let found = findings;
  while (!decision.allowed) {
    const layer = decision.layer as LayerName;
    if (decision.outcome === "explicitDeny") return { possible: false, because: "explicitDeny", layer };
    if (layer === "rcp") return { possible: false, because: "resourceControlPolicy", layer };
    const level = layer === "scp" ? missingLevel(found, layers.scps?.length ?? 0) : 0;
    const statement = suggestStatement(request, layer);
    const better = addStatement(request, found, layer, level, statement);
    if (better === undefined) return { possible: false, because: "inexpressible", layer };
    statements.push({ layer, ...(layer === "scp" && { level }), statement });
    found = better;
    // A federated user without session policy needs one.
    if (layer === "session" && present.session === undefined)
      present = { ...present, session: policySet([]) };
    decision = conclude(request, present, found);
  }
  return { possible: true, statements };
};

const missingLevel = (findings: Findings, levels: number): number => {
  for (let level = 0; level < levels; level++)
    if (findings.allowing("scp", level) === undefined) return level;
  return 0;
};

const addStatement = (
  request: AuthorizationRequest,
  findings: Findings,
  layer: LayerName,
  level: number,
  json: StatementJson,
): Findings | undefined => {
  if (!isExpressible(request)) return undefined;
  const source = JSON.stringify({ Version: "2012-10-17", Statement: [json] });
  const [statement] = compilePolicy(source, { kind: KINDS[layer], name: "suggested" }).statements;
  if (statement === undefined || !restMatches(statement, request)) return undefined;
  const grant = reach(statement, request);
  if (grant === "none") return undefined;
  // A second statement for the same layer would change nothing: the first did not help.
  if (layer === "resource" || layer === "trust")
    return findings.granting().grant === grant
      ? undefined
      : { ...bound(findings), granting: () => ({ grant, statement }) };
  return findings.allowing(layer, level) === undefined
    ? {
        ...bound(findings),
        allowing: (asked, at) => (asked === layer && at === level ? statement : findings.allowing(asked, at)),
      }
    : undefined;
};

const bound = (findings: Findings): Findings => ({
  denying: (layer, level) => findings.denying(layer, level),
  allowing: (layer, level) => findings.allowing(layer, level),
  granting: () => findings.granting(),
});
