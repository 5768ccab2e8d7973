import { conclude, type Decider, type Findings } from "../evaluation/conclude.ts";
import type { PolicyLayers } from "../evaluation/layers.ts";
import { policySet } from "../evaluation/policy-set.ts";
import type { AuthorizationRequest, Decision, LayerName } from "../types.ts";
import type { Remedy, StatementJson } from "./explanation.ts";
import { grantOfSuggestion, isExpressible, suggestStatement } from "./suggest-statement.ts";

/**
 * Finds the statements that would turn a denial into a permission by concluding as if they were there, one after
 * the other, until the conclusion is to allow. That each of them matches the request is `suggestStatement`'s promise.
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
    const better = addStatement(request, found, layer, level);
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
): Findings | undefined => {
  if (!isExpressible(request)) return undefined;
  // A second statement for the same layer would change nothing: the first did not help.
  if (layer === "resource" || layer === "trust") {
    const grant = grantOfSuggestion(request.principal);
    return findings.granting().grant === grant
      ? undefined
      : { ...bound(findings), granting: () => ({ grant, statement: SUGGESTED }) };
  }
  if (findings.allowing(layer, level) !== undefined) return undefined;
  return {
    ...bound(findings),
    allowing: (asked, at) => (asked === layer && at === level ? SUGGESTED : findings.allowing(asked, at)),
  };
};

const SUGGESTED: Decider = {
  deciding: [
    {
      policy: { kind: "inline", name: "suggested" },
      index: 0,
      effect: "Allow",
      start: { line: 1, column: 1 },
      end: { line: 1, column: 1 },
    },
  ],
};

const bound = (findings: Findings): Findings => ({
  denying: (layer, level) => findings.denying(layer, level),
  allowing: (layer, level) => findings.allowing(layer, level),
  granting: () => findings.granting(),
});
