import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runSimulation } from "@cloud-copilot/iam-simulate";
import fc from "fast-check";
import { decide } from "../../src/authorization/index.ts";
import { anyLayers, anyRequest } from "../../src/authorization/testing/arbitraries.ts";
import { compileLayers } from "../../src/authorization/testing/compile-layers.ts";
import type { ReferenceLayers } from "../../src/authorization/testing/reference-evaluator.ts";
import { ACCOUNT, PRINCIPALS } from "../../src/authorization/testing/vocabulary.ts";
import type { AuthorizationRequest, Decision } from "../../src/authorization/types.ts";
import { LAYER_DIFFERENCES } from "./known-differences.ts";
import { agreed, partsOf } from "./parts.ts";
import { outcomeOf, simulate, simulationOf } from "./simulate.ts";

// Two engines that nobody wrote with the other one at hand. Each known disagreement has a predicate in
// known-differences.ts and a section with its source in docs/iam-differences.md; whatever else differs fails.

const [USER] = PRINCIPALS;
const seed = 20_261_124;

/** The layers as the simulator can have them: one document each for resource and session, and no empty ones. */
const within = (
  { identity, boundary, resource, session, scps }: ReferenceLayers,
  request: AuthorizationRequest,
): ReferenceLayers =>
  agreed(
    {
      identity,
      ...(boundary && boundary.length > 0 && { boundary }),
      ...(resource && resource.length > 0 && { resource: resource.slice(0, 1) }),
      ...(session && session.length > 0 && { session: session.slice(0, 1) }),
      ...(scps && { scps }),
    },
    request,
  );

const knownOf = (
  { principal, resourceAccount = principal.accountId }: AuthorizationRequest,
  { resource, session }: ReferenceLayers,
  decision: Decision,
): readonly string[] =>
  Object.keys(LAYER_DIFFERENCES).filter((name) =>
    LAYER_DIFFERENCES[name]?.({
      principal,
      sameAccount: resourceAccount === principal.accountId,
      sessionPolicy: session !== undefined,
      namesPath: /:role\/[^"]*\//.test(JSON.stringify(resource ?? [])),
      decision,
    }),
  );

/** Whether the simulator can be told who asks: it makes the role's ARN of the session's, and knows no linked roles. */
const canBeTold = ({ principal: { roleArn, serviceLinked } }: AuthorizationRequest): boolean =>
  serviceLinked !== true && !roleArn?.includes("/ci/");

describe("iam-simulate", () => {
  it("finds that every single condition and element matches as it does here, but for what is known", () => {
    assert.ok(USER);
    const seen = new Set<string>();
    const check = (layers: ReferenceLayers, asked: AuthorizationRequest): void => {
      const request = { ...asked, principal: USER, resourceAccount: ACCOUNT };
      for (const policy of layers.identity)
        for (const { document, known } of partsOf(policy, request)) {
          const alone = { identity: [{ kind: "inline" as const, document }] };
          const theirs = simulate(request, alone);
          if (decide(request, compileLayers(alone)).outcome === theirs) continue;
          assert.notEqual(known.length, 0, JSON.stringify({ document, request, theirs }));
          if (known.length === 1) seen.add(known[0] ?? "");
        }
    };
    fc.assert(fc.property(anyLayers, anyRequest, check), { numRuns: 4000, seed });
    // A difference that is not there any more has to leave the list.
    const all = Array.from({ length: 13 }, (_, at) => String(at + 1));
    assert.deepEqual(
      all.filter((one) => !seen.has(one)),
      [],
    );
  });

  it("decides over identity policies, boundaries and SCPs as it is decided here", () => {
    const check = (layers: ReferenceLayers, request: AuthorizationRequest): void => {
      const { type } = request.principal;
      if (!canBeTold(request) || type === "Service" || type === "Anonymous") return;
      const { resource: _, session: __, ...rest } = within(layers, request);
      const decision = decide(request, compileLayers(rest));
      const theirs = simulate(request, rest);
      if (decision.outcome !== theirs)
        assert.notEqual(
          knownOf(request, rest, decision).length,
          0,
          JSON.stringify({ rest, request, theirs }),
        );
    };
    fc.assert(fc.property(anyLayers, anyRequest, check), { numRuns: 8000, seed });
  });

  it("decides over resource-based, trust and session policies as it is decided here", async () => {
    let compared = 0;
    const check = async (layers: ReferenceLayers, asked: AuthorizationRequest): Promise<void> => {
      const { type } = asked.principal;
      const [own] = layers.resource ?? [];
      if (own === undefined || (type !== "User" && type !== "AssumedRole") || !canBeTold(asked)) return;
      // It takes only the principals that it finds in the request's ARN, and spares by NotPrincipal whom AWS does not.
      if (JSON.stringify(own.document).includes("NotPrincipal")) return;
      const request: AuthorizationRequest = {
        ...asked,
        ...(own.kind === "trust"
          ? { action: "sts:AssumeRole", resource: `arn:aws:iam::${ACCOUNT}:role/alice` }
          : { action: "s3:GetObject", resource: "arn:aws:s3:::bucket/alice/a" }),
        context: without(asked.context, ["aws:FederatedProvider"]),
      };
      const rest = within(layers, request);
      const result = await runSimulation(simulationOf(request, rest), {});
      // It refuses a session policy for a principal that has none.
      if (result.resultType !== "single") return;
      compared++;
      // Keys that it does not take for this action are not there for the engine either.
      const context = without(request.context, result.result.ignoredContextKeys ?? []);
      const decision = decide({ ...request, context }, compileLayers(rest));
      const theirs = outcomeOf(result.overallResult);
      if (decision.outcome !== theirs)
        assert.notEqual(
          knownOf(request, rest, decision).length,
          0,
          JSON.stringify({ rest, request, theirs }),
        );
    };
    await fc.assert(fc.asyncProperty(anyLayers, anyRequest, check), { numRuns: 4000, seed });
    assert.ok(compared > 150, `${compared} compared`);
  });
});

const without = (
  context: AuthorizationRequest["context"],
  keys: readonly string[],
): AuthorizationRequest["context"] => {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return Object.fromEntries(Object.entries(context).filter(([key]) => !gone.has(key.toLowerCase())));
};
