import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { explain } from "../index.ts";
import { ACCOUNT, requestOf, setOf } from "../testing/cases.ts";
import { api, demo, layers, origin, prod, text, web } from "../testing/deploy-policy.ts";

describe("an explanation", () => {
  it("names every element that did not match, with wanted and seen values and where they stand", () => {
    const { nearMisses, message } = explain(
      requestOf({ resource: api, context: { "ecs:cluster": prod } }),
      layers,
    );
    assert.match(message, /because no identity-based policy allows the ecs:RunTask action$/);
    assert.equal(nearMisses.length, 1);
    const [miss] = nearMisses;
    assert.deepEqual(miss, {
      policy: origin,
      sid: "RunWeb",
      index: 0,
      effect: "Allow",
      start: { line: 4, column: 5 },
      end: { line: 14, column: 6 },
      matched: false,
      layer: "identity",
      mismatches: [
        {
          reason: "resource",
          element: "Resource",
          wanted: ["arn:aws:ecs:*:*:task-definition/web:*"],
          seen: api,
          position: { line: 8, column: 7 },
        },
        {
          reason: "condition",
          operator: "ArnEquals",
          key: "ecs:cluster",
          wanted: [demo],
          seen: [prod],
          position: { line: 11, column: 11 },
        },
      ],
    });
  });

  it("tells a missing key from another value", () => {
    const { nearMisses } = explain(requestOf({ resource: web }), layers);
    const mismatch = nearMisses[0]?.mismatches[0];
    assert.ok(mismatch?.reason === "condition");
    assert.equal(mismatch.seen, null);
    assert.match(
      text(explain(requestOf({ resource: web }), layers)),
      /seen {4}\(the request has no such key\)/,
    );
  });

  it("is plain data", () => {
    const explanation = explain(requestOf({ resource: api }), {
      ...layers,
      scps: [setOf("scp", { Effect: "Allow", Action: "*", Resource: "*" })],
    });
    assert.deepEqual(JSON.parse(JSON.stringify(explanation)), explanation);
  });

  it("shows what variables stood for", () => {
    const identity = setOf("inline", {
      Effect: "Allow",
      Action: "*",
      Resource: ["arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/${aws:userid}"],
    });
    const request = requestOf({ resource: "arn:aws:s3:::b/bob/x", context: { "aws:username": "alice" } });
    const mismatch = explain(request, { identity }).nearMisses[0]?.mismatches[0];
    assert.deepEqual(mismatch?.resolved, ["arn:aws:s3:::b/alice/*", null]);
    assert.match(
      text(explain(request, { identity })),
      /b\/\$\{aws:username\}\/\* = arn:aws:s3:::b\/alice\/\*/,
    );
  });

  it("puts the nearest miss first", () => {
    const identity = setOf("inline", [
      {
        Sid: "OtherCluster",
        Effect: "Allow",
        Action: "ecs:*",
        Resource: "arn:aws:s3:::x",
        Condition: { Bool: { "a:b": "true" } },
      },
      { Sid: "OtherRevision", Effect: "Allow", Action: "ecs:RunTask", Resource: web.replace(":3", ":2") },
      {
        Sid: "OneCondition",
        Effect: "Allow",
        Action: "ecs:RunTask",
        Resource: "*",
        Condition: { Bool: { "a:b": "true" } },
      },
      { Sid: "OtherAction", Effect: "Allow", Action: "ecs:StartTask", Resource: "*" },
      { Sid: "Unrelated", Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
    ]);
    const sids = (action: string) =>
      explain(requestOf({ resource: web, action }), { identity }).nearMisses.map(({ sid }) => sid);
    assert.deepEqual(sids("ecs:RunTask"), ["OneCondition", "OtherRevision", "OtherCluster"]);
    assert.deepEqual(sids("ecs:StopTask"), ["OtherCluster"]);
    assert.deepEqual(sids("s3:PutObject"), ["Unrelated"]);
    assert.deepEqual(sids("iam:PassRole"), []);
  });

  it("keeps to the layer that denied", () => {
    const { nearMisses, decision } = explain(requestOf(), {
      identity: setOf("inline", { Effect: "Allow", Action: "*", Resource: "*" }),
      boundary: setOf("boundary", {
        Sid: "Edge",
        Effect: "Allow",
        Action: "ecs:RunTask",
        Resource: "arn:aws:s3:::x",
      }),
    });
    assert.equal(decision.layer, "boundary");
    assert.deepEqual(
      nearMisses.map(({ sid, layer }) => [sid, layer]),
      [["Edge", "boundary"]],
    );
  });

  it("counts statements about other actions beyond those it lists", () => {
    const many = Array.from({ length: 500 }, (_, at) => ({
      Effect: "Allow",
      Action: `s3:A${at}`,
      Resource: "*",
    }));
    const [layer] = explain(requestOf(), { identity: setOf("inline", many) }).layers;
    assert.equal(layer?.statements.length, 200);
    assert.equal(layer?.omitted, 300);
  });

  it("says which layers do not limit a service-linked role", () => {
    const principal = {
      type: "AssumedRole",
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/x/y`,
      accountId: ACCOUNT,
      serviceLinked: true,
    } as const;
    const explanation = explain(requestOf({ principal }), {
      ...layers,
      scps: [setOf("scp", { Effect: "Deny", Action: "*", Resource: "*" })],
    });
    assert.equal(explanation.layers[0]?.applies, false);
    assert.match(text(explanation), /service control policies \(level 0\): do not apply to this principal/);
  });
});
