import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  compilePolicy,
  type Explanation,
  explain,
  type PolicyLayers,
  policySet,
  renderExplanation,
} from "../index.ts";
import { ACCOUNT, ALICE, OTHER_ACCOUNT, requestOf, setOf } from "../testing/cases.ts";

const DEPLOY = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "RunWeb",
      "Effect": "Allow",
      "Action": "ecs:RunTask",
      "Resource": "arn:aws:ecs:*:*:task-definition/web:*",
      "Condition": {
        "ArnEquals": {
          "ecs:cluster": "arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/demo"
        }
      }
    },
    {
      "Sid": "Look",
      "Effect": "Allow",
      "Action": ["ecs:ListClusters", "ecs:DescribeClusters"],
      "Resource": "arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/demo"
    }
  ]
}`;
const origin = { kind: "inline", name: "deploy", attachedTo: "user alice" } as const;
const layers: PolicyLayers = { identity: policySet([compilePolicy(DEPLOY, origin)]) };
const demo = `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/demo`;
const prod = `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/prod`;
const web = `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/web:3`;
const api = `arn:aws:ecs:us-east-1:${ACCOUNT}:task-definition/api:1`;

const text = (explanation: Explanation): string => renderExplanation(explanation, { color: false });

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

describe("the remedy", () => {
  it("is the smallest statement: action, resource and what the service says of the call", () => {
    const { remedy } = explain(
      requestOf({
        resource: api,
        context: { "ecs:cluster": prod, "aws:SourceIp": "10.0.0.1", "ecs:ResourceTag/a": "b" },
      }),
      layers,
    );
    assert.deepEqual(remedy, {
      possible: true,
      statements: [
        {
          layer: "identity",
          statement: {
            Effect: "Allow",
            Action: "ecs:RunTask",
            Resource: api,
            Condition: { ArnEquals: { "ecs:cluster": prod } },
          },
        },
      ],
    });
  });

  it("names PassedToService for PassRole", () => {
    const resource = `arn:aws:iam::${ACCOUNT}:role/task`;
    const context = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };
    const { remedy } = explain(requestOf({ action: "iam:PassRole", resource, context }), layers);
    assert.deepEqual(remedy?.possible && remedy.statements[0]?.statement.Condition, {
      StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
    });
  });

  it("escapes what would be a wildcard", () => {
    const resource = "arn:aws:s3:::bucket/a*b?c$d";
    const { remedy } = explain(requestOf({ action: "s3:GetObject", resource }), layers);
    assert.equal(
      remedy?.possible && remedy.statements[0]?.statement.Resource,
      "arn:aws:s3:::bucket/a${*}b${?}c${$}d",
    );
  });

  it("goes through every layer that lacks an Allow", () => {
    const { remedy } = explain(requestOf({ resourceAccount: OTHER_ACCOUNT }), {
      identity: policySet([]),
      boundary: policySet([]),
      scps: [setOf("scp", { Effect: "Allow", Action: "*", Resource: "*" }), policySet([])],
    });
    assert.deepEqual(
      remedy?.possible &&
        remedy.statements.map(({ layer, level, statement }) => [layer, level, statement.Principal]),
      [
        ["scp", 1, undefined],
        ["identity", undefined, undefined],
        ["boundary", undefined, undefined],
        ["resource", undefined, { AWS: ALICE.arn }],
      ],
    );
  });

  it("is none against an explicit deny, even one behind the layer that denied first", () => {
    const deny = { Effect: "Deny", Action: "*", Resource: "*" };
    const explanation = explain(requestOf(), { identity: setOf("inline", deny) });
    assert.deepEqual(explanation.remedy, { possible: false, because: "explicitDeny", layer: "identity" });
    assert.match(
      text(explanation),
      /No statement would allow this: an explicit deny in the identity-based policies/,
    );
  });

  it("is none where a request can not be named exactly", () => {
    const { remedy } = explain(requestOf({ resource: "arn:aws:ecs:*:*:cluster/x" }), {
      identity: policySet([]),
    });
    assert.deepEqual(remedy, { possible: false, because: "inexpressible", layer: "identity" });
  });
});

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
