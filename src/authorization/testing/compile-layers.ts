import { compilePolicy, type PolicyLayers, type PolicySet, policySet } from "../index.ts";
import type { ReferenceLayers, ReferencePolicy } from "./reference-evaluator.ts";

const compileSet = (policies: readonly ReferencePolicy[]): PolicySet =>
  policySet(
    policies.map(({ kind, document }, index) =>
      compilePolicy(JSON.stringify(document), { kind, name: `policy-${index}` }),
    ),
  );

/** The same layers for the engine. */
export const compileLayers = (layers: ReferenceLayers): PolicyLayers => ({
  identity: compileSet(layers.identity),
  ...(layers.boundary && { boundary: compileSet(layers.boundary) }),
  ...(layers.session && { session: compileSet(layers.session) }),
  ...(layers.resource && { resource: compileSet(layers.resource) }),
  ...(layers.scps && { scps: layers.scps.map(compileSet) }),
  ...(layers.rcps && { rcps: layers.rcps.map(compileSet) }),
});
