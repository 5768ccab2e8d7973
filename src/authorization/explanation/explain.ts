import { conclude } from "../evaluation/conclude.ts";
import type { PolicyLayers } from "../evaluation/layers.ts";
import type { AuthorizationRequest } from "../types.ts";
import { denialMessage } from "./denial-message.ts";
import type { Explanation } from "./explanation.ts";
import { findNearMisses } from "./near-misses.ts";
import { findRemedy } from "./remedy.ts";
import { findingsOf, traceLayers } from "./trace-layers.ts";

/**
 * Decides one request and tells why, layer by layer, as plain data. The decision is the one that `decide` takes: both
 * ask the same tests and draw the same conclusion; this one looks at every statement first.
 */
export const explain = (request: AuthorizationRequest, layers: PolicyLayers): Explanation => {
  const traced = traceLayers(request, layers);
  const findings = findingsOf(traced);
  const decision = conclude(request, layers, findings);
  const traces = traced.map(({ trace }) => trace);
  return {
    request,
    decision,
    message: denialMessage(request, decision),
    layers: traces,
    nearMisses: findNearMisses(request, decision, traced),
    ...(!decision.allowed && { remedy: findRemedy(request, layers, findings, decision) }),
  };
};
