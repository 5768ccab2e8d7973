import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compilePolicy, decide, explain, type PolicyLayers, policySet } from "../index.ts";
import { anyLayers, anyRequest } from "../testing/arbitraries.ts";
import { compileLayers } from "../testing/compile-layers.ts";
import { POLICY_CASES } from "../testing/differential.ts";
import type { ReferenceLayers, ReferencePolicy, StatementJson } from "../testing/reference-evaluator.ts";
import type { AuthorizationRequest, LayerName } from "../types.ts";

const allows = (request: AuthorizationRequest, layers: ReferenceLayers): boolean =>
  decide(request, compileLayers(layers)).allowed;

type Change = (policies: readonly ReferencePolicy[]) => readonly ReferencePolicy[];
const statementsOf = ({ document: { Statement } }: ReferencePolicy): readonly StatementJson[] =>
  [Statement].flat();
const change = (layers: ReferenceLayers, edit: Change): ReferenceLayers => ({
  ...layers,
  identity: edit(layers.identity),
  ...(layers.boundary && { boundary: edit(layers.boundary) }),
  ...(layers.session && { session: edit(layers.session) }),
  ...(layers.resource && { resource: edit(layers.resource) }),
  ...(layers.scps && { scps: layers.scps.map(edit) }),
  ...(layers.rcps && { rcps: layers.rcps.map(edit) }),
});
const withStatements = (policy: ReferencePolicy, Statement: readonly StatementJson[]): ReferencePolicy => ({
  ...policy,
  document: { ...policy.document, Statement },
});

const numRuns = POLICY_CASES / 400;
const law = (
  name: string,
  holds: (request: AuthorizationRequest, layers: ReferenceLayers, seed: number) => void,
): void => {
  it(name, () => {
    fc.assert(fc.property(anyRequest, anyLayers, fc.nat({ max: 1000 }), holds), { numRuns });
  });
};

describe("laws", () => {
  law(
    "an allowed request stays allowed when a Deny goes, and none becomes allowed when one comes",
    (request, layers, seed) => {
      const spare = change(layers, (policies) =>
        policies.flatMap((policy, at) => {
          const rest = statementsOf(policy).filter(
            ({ Effect }, index) => Effect !== "Deny" || (seed + at + index) % 2 === 0,
          );
          // A policy without statements is no policy; its kind matters for the trust policy alone.
          return rest.length === 0 ? [] : [withStatements(policy, rest)];
        }),
      );
      const trust = (one: ReferenceLayers): boolean =>
        (one.resource ?? []).some(({ kind }) => kind === "trust");
      if (trust(spare) === trust(layers) && allows(request, layers)) assert.ok(allows(request, spare));
    },
  );

  law("an Allow that goes never widens", (request, layers, seed) => {
    const fewer = change(layers, (policies) =>
      policies.flatMap((policy, at) => {
        const rest = statementsOf(policy).filter(
          ({ Effect }, index) => Effect !== "Allow" || (seed + at + index) % 2 === 0,
        );
        return rest.length === 0 ? [] : [withStatements(policy, rest)];
      }),
    );
    const trust = (one: ReferenceLayers): boolean =>
      (one.resource ?? []).some(({ kind }) => kind === "trust");
    if (trust(fewer) === trust(layers) && allows(request, fewer)) assert.ok(allows(request, layers));
  });

  law(
    "a boundary, a session policy of a role, an SCP or an RCP that comes never widens",
    (request, layers) => {
      const { boundary, scps, rcps, ...rest } = layers;
      if (request.principal.type !== "FederatedUser") {
        const { session, ...without } = rest;
        if (session && allows(request, { ...rest })) assert.ok(allows(request, without));
      }
      if (boundary && allows(request, layers))
        assert.ok(allows(request, { ...rest, ...(scps && { scps }), ...(rcps && { rcps }) }));
      if (scps && allows(request, layers))
        assert.ok(allows(request, { ...rest, ...(boundary && { boundary }), ...(rcps && { rcps }) }));
      if (rcps && allows(request, layers))
        assert.ok(allows(request, { ...rest, ...(boundary && { boundary }), ...(scps && { scps }) }));
    },
  );

  law("the order of policies, statements, keys and values never matters", (request, layers) => {
    const turned = change(layers, (policies) =>
      policies
        .toReversed()
        .map((policy) => withStatements(policy, statementsOf(policy).toReversed().map(turn))),
    );
    const before = decide(request, compileLayers(layers));
    const after = decide(request, compileLayers(turned));
    assert.deepEqual(
      [after.allowed, after.outcome, after.layer],
      [before.allowed, before.outcome, before.layer],
    );
  });

  law(
    "what is suggested, added, allows the request, or what stands against it is named",
    (request, layers) => {
      const compiled = compileLayers(layers);
      const { remedy, decision } = explain(request, compiled);
      if (decision.allowed) return assert.equal(remedy, undefined);
      assert.ok(remedy);
      if (!remedy.possible) {
        const reasons =
          remedy.because === "explicitDeny" ? decision.outcome === "explicitDeny" : remedy.layer === "rcp";
        return assert.ok(reasons, JSON.stringify(remedy));
      }
      let mended: PolicyLayers = compiled;
      for (const { layer, level, statement } of remedy.statements)
        mended = add(mended, layer, level, statement);
      assert.ok(decide(request, mended).allowed, JSON.stringify(remedy));
      // One less is not enough: each of them was needed.
      let short: PolicyLayers = compiled;
      for (const { layer, level, statement } of remedy.statements.slice(1))
        short = add(short, layer, level, statement);
      assert.ok(!decide(request, short).allowed);
    },
  );

  law("what is suggested allows no other action and no other resource", (request, layers) => {
    const { remedy } = explain(request, compileLayers(layers));
    if (!remedy?.possible) return;
    const user = { ...request, principal: { ...request.principal, type: "User" } as const };
    const others = [
      { ...user, action: `${request.action}s` },
      ...(request.resource === "*" ? [] : [{ ...user, resource: `${request.resource}x` }]),
    ];
    for (const { layer, statement } of remedy.statements) {
      if (layer === "resource" || layer === "trust") continue;
      const alone = add({ identity: policySet([]) }, "identity", undefined, statement);
      for (const other of others) assert.ok(!decide(other, alone).allowed);
    }
  });
});

const turn = (statement: StatementJson): StatementJson =>
  Object.fromEntries(
    Object.entries(statement)
      .toReversed()
      .map(([key, value]) => [key, turnValue(value)]),
  ) as StatementJson;
const turnValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.toReversed();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turnValue(inner)]),
  );
};

const KINDS = {
  identity: "inline",
  boundary: "boundary",
  session: "session",
  resource: "resource",
  trust: "trust",
  scp: "scp",
  rcp: "rcp",
} as const;
const add = (
  layers: PolicyLayers,
  layer: LayerName,
  level: number | undefined,
  statement: object,
): PolicyLayers => {
  const source = JSON.stringify({ Version: "2012-10-17", Statement: statement });
  const extra = compilePolicy(source, { kind: KINDS[layer], name: "suggested" });
  const grow = (set = policySet([])) => policySet([...set.policies, extra]);
  switch (layer) {
    case "identity":
      return { ...layers, identity: grow(layers.identity) };
    case "boundary":
      return { ...layers, boundary: grow(layers.boundary) };
    case "session":
      return { ...layers, session: grow(layers.session) };
    case "scp":
      return {
        ...layers,
        scps: (layers.scps ?? [policySet([])]).map((set, at) => (at === (level ?? 0) ? grow(set) : set)),
      };
    default:
      return { ...layers, resource: grow(layers.resource) };
  }
};
