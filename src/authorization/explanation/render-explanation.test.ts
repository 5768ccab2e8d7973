import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { explain, policySet, renderExplanation } from "../index.ts";
import { ACCOUNT, ALICE, requestOf } from "../testing/cases.ts";
import { api, demo, layers, prod, text, web } from "../testing/deploy-policy.ts";

describe("the text for a person", () => {
  it("tells that an action without resource is decided on *", () => {
    const output = text(explain(requestOf({ action: "ecs:ListClusters", resource: "*" }), layers));
    assert.match(output, /^DENIED {2}ecs:ListClusters$/m);
    assert.match(output, /ecs:ListClusters takes no resource here: it is decided on "\*"/);
    assert.match(output, /policy deploy \(inline, user alice\), statement Look, line 15, column 5/);
    assert.match(output, new RegExp(`wanted {2}${demo}`));
    assert.match(output, /seen {4}\*$/m);
    assert.match(output, /"Resource": "\*"/);
  });

  it("does not tell so of an action that takes a resource", () => {
    assert.doesNotMatch(text(explain(requestOf({ resource: api }), layers)), /takes no resource/);
  });

  it("says who, what, on what, AWS's sentence and the nearest miss", () => {
    const output = text(explain(requestOf({ resource: api, context: { "ecs:cluster": prod } }), layers));
    for (const part of [
      `who  ${ALICE.arn}`,
      `on   ${api}`,
      "is not authorized to perform: ecs:RunTask on resource:",
      "Nearest miss",
      "Resource (line 8, column 7)",
      "Condition ArnEquals ecs:cluster (line 11, column 11)",
      "added to the identity-based policies, would allow exactly this call",
    ])
      assert.ok(output.includes(part), part);
  });

  it("names the statement that allowed, or the root user's privilege", () => {
    const output = text(explain(requestOf({ resource: web, context: { "ecs:cluster": demo } }), layers));
    assert.match(output, /^ALLOWED {2}ecs:RunTask$/m);
    assert.match(output, /statement RunWeb, line 4, column 5/);
    const root = { type: "Root", arn: `arn:aws:iam::${ACCOUNT}:root`, accountId: ACCOUNT } as const;
    assert.match(
      text(explain(requestOf({ principal: root }), { identity: policySet([]) })),
      /the root user needs no policy/,
    );
  });

  it("is coloured on demand only, and passes no control sequences of others on", () => {
    const request = requestOf({ resource: "arn:aws:s3:::\u001b[2Jx\u0007\u202Ey" });
    const plain = renderExplanation(explain(request, layers), { color: false });
    assert.doesNotMatch(plain, /[^\P{Cc}\n]|\u202E/u);
    const colored = renderExplanation(explain(request, layers), { color: true });
    assert.ok(colored.includes("\u001b[31mDENIED"));
    assert.ok(!colored.includes("\u001b[2J"));
  });
});
