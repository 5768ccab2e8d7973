import type { AuthorizationRequest, Decision, LayerName } from "../types.ts";
import type { CompiledStatement } from "./compile.ts";
import { conclude, type Findings, type GrantFinding } from "./conclude.ts";
import type { PolicyLayers } from "./layers.ts";
import { firstMatch, reach, restMatches } from "./match-statement.ts";
import type { PolicySet } from "./policy-set.ts";

/**
 * Decides one request: deny unless allowed, and an explicit deny in any layer stands. Pure; makes nothing but the
 * decision itself. For the reasons behind it, ask `explain`, which draws the same conclusion from the same tests.
 */
export const decide = (request: AuthorizationRequest, layers: PolicyLayers): Decision =>
  conclude(request, layers, new FirstFindings(request, layers));

const NO_GRANT: GrantFinding = { grant: "none", statement: undefined };
const STRENGTH = { none: 0, account: 1, role: 2, direct: 3 } as const;

/** Looks into a layer only when asked, and no further than the first statement that settles the question. */
class FirstFindings implements Findings {
  readonly #request: AuthorizationRequest;
  readonly #layers: PolicyLayers;

  constructor(request: AuthorizationRequest, layers: PolicyLayers) {
    this.#request = request;
    this.#layers = layers;
  }

  denying(layer: LayerName, level: number): CompiledStatement | undefined {
    const set = setOf(this.#layers, layer, level);
    return set && firstMatch(set.concerning(this.#request.action).denies, this.#request);
  }

  allowing(layer: LayerName, level: number): CompiledStatement | undefined {
    const set = setOf(this.#layers, layer, level);
    return set && firstMatch(set.concerning(this.#request.action).allows, this.#request);
  }

  granting(): GrantFinding {
    const { resource } = this.#layers;
    if (resource === undefined) return NO_GRANT;
    let best: GrantFinding = NO_GRANT;
    for (const statement of resource.concerning(this.#request.action).allows) {
      const grant = reach(statement, this.#request);
      if (STRENGTH[grant] <= STRENGTH[best.grant] || !restMatches(statement, this.#request)) continue;
      best = { grant, statement };
    }
    return best;
  }
}

/** The set that makes up a layer, or one level of SCPs or RCPs. */
export const setOf = (layers: PolicyLayers, layer: LayerName, level: number): PolicySet | undefined => {
  switch (layer) {
    case "identity":
      return layers.identity;
    case "boundary":
      return layers.boundary;
    case "session":
      return layers.session;
    case "resource":
    case "trust":
      return layers.resource;
    case "scp":
      return layers.scps?.[level];
    case "rcp":
      return layers.rcps?.[level];
  }
};
