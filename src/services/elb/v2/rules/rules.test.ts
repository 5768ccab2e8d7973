import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import type { RuleCondition, RuleTransform } from "@aws-sdk/client-elastic-load-balancing-v2";
import fc from "fast-check";
import { awsError } from "../../testing/aws-error.ts";
import { makeListener, makeLoadBalancer, makeRule, makeTargetGroup } from "../testing/samples.ts";
import { openTestPlane, type TestPlane } from "../testing/test-plane.ts";
import { checkedConditions } from "./conditions.ts";
import { defaultRuleArn } from "./default-rule.ts";
import { deleteRule } from "./delete-rule.ts";
import { describeRules } from "./describe-rules.ts";
import { modifyRule } from "./modify-rule.ts";
import { setRulePriorities } from "./set-rule-priorities.ts";
import { ruleTable } from "./table.ts";

type Kept = readonly [given: RuleCondition, kept: RuleCondition];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html */
const KEPT: readonly Kept[] = [
  [
    { Field: "path-pattern", Values: ["/img/*"] },
    { Field: "path-pattern", Values: ["/img/*"], PathPatternConfig: { Values: ["/img/*"] } },
  ],
  [
    { Field: "host-header", HostHeaderConfig: { Values: ["*.example.com", "a.b"] } },
    {
      Field: "host-header",
      Values: ["*.example.com", "a.b"],
      HostHeaderConfig: { Values: ["*.example.com", "a.b"] },
    },
  ],
  [
    { Field: "path-pattern", PathPatternConfig: { RegexValues: ["^/v[12]/"] } },
    { Field: "path-pattern", PathPatternConfig: { RegexValues: ["^/v[12]/"] } },
  ],
  [
    { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "User-Agent", Values: ["*Chrome*"] } },
    { Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "User-Agent", Values: ["*Chrome*"] } },
  ],
  [
    { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["CUSTOM-METHOD"] } },
    { Field: "http-request-method", HttpRequestMethodConfig: { Values: ["CUSTOM-METHOD"] } },
  ],
  [
    {
      Field: "query-string",
      QueryStringConfig: { Values: [{ Key: "version", Value: "v1" }, { Value: "*x*" }] },
    },
    {
      Field: "query-string",
      QueryStringConfig: { Values: [{ Key: "version", Value: "v1" }, { Value: "*x*" }] },
    },
  ],
  [
    { Field: "source-ip", SourceIpConfig: { Values: ["192.0.2.0/24", "2001:db8::/32"] } },
    { Field: "source-ip", SourceIpConfig: { Values: ["192.0.2.0/24", "2001:db8::/32"] } },
  ],
];

const values = (count: number): string[] => Array.from({ length: count }, (_, index) => `/${index}`);

type Refused = readonly [given: readonly RuleCondition[], code: string];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html and its configurations */
const REFUSED: readonly Refused[] = [
  [[], "ValidationError"],
  [[{}], "ValidationError"],
  [[{ Field: "cookie", Values: ["a"] }], "ValidationError"],
  [[{ Field: "toString", Values: ["a"] }], "ValidationError"],
  [[{ Field: "path-pattern" }], "ValidationError"],
  [[{ Field: "path-pattern", Values: [""] }], "ValidationError"],
  [[{ Field: "path-pattern", Values: [`/${"x".repeat(128)}`] }], "ValidationError"],
  [[{ Field: "path-pattern", Values: ["/a b"] }], "ValidationError"],
  // https://github.com/aws-controllers-k8s/community/issues/2759
  [[{ Field: "path-pattern", Values: ["/a"], PathPatternConfig: { Values: ["/a"] } }], "ValidationError"],
  [[{ Field: "path-pattern", PathPatternConfig: { RegexValues: ["("] } }], "ValidationError"],
  [[{ Field: "path-pattern", PathPatternConfig: { RegexValues: ["a"], Values: ["/a"] } }], "ValidationError"],
  [[{ Field: "path-pattern", Values: ["/*/*/*/*/*/*"] }], "ValidationError"],
  // https://github.com/aws/aws-cdk/issues/10065
  [[{ Field: "path-pattern", Values: values(6) }], "ValidationError"],
  [
    [
      { Field: "path-pattern", Values: ["/a"] },
      { Field: "path-pattern", Values: ["/b"] },
    ],
    "InvalidConfigurationRequest",
  ],
  [[{ Field: "host-header", Values: ["localhost"] }], "ValidationError"],
  [[{ Field: "host-header", Values: ["127.0.0.1"] }], "ValidationError"],
  [[{ Field: "host-header", Values: ["a_b.com"] }], "ValidationError"],
  [[{ Field: "http-header", HttpHeaderConfig: { Values: ["a"] } }], "ValidationError"],
  [[{ Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "a b", Values: ["a"] } }], "ValidationError"],
  [
    [{ Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "Host", Values: ["a"] } }],
    "ValidationError",
  ],
  [
    [{ Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "A", Values: ["a\nb"] } }],
    "ValidationError",
  ],
  [[{ Field: "http-request-method", Values: ["GET"] }], "ValidationError"],
  [[{ Field: "http-request-method", HttpRequestMethodConfig: { Values: ["get"] } }], "ValidationError"],
  [[{ Field: "query-string", QueryStringConfig: { Values: [{ Key: "a" }] } }], "ValidationError"],
  [[{ Field: "source-ip", SourceIpConfig: { Values: ["192.0.2.1"] } }], "ValidationError"],
  [[{ Field: "source-ip", SourceIpConfig: { Values: ["192.0.2.0/33"] } }], "ValidationError"],
  [[{ Field: "source-ip", SourceIpConfig: { Values: ["192.0.2.0/24/1"] } }], "ValidationError"],
];

describe("the conditions of rules", () => {
  for (const [given, kept] of KEPT)
    it(`keep ${JSON.stringify(given).slice(0, 80)}`, () => {
      assert.deepEqual(checkedConditions([given]), [kept]);
    });
  for (const [given, code] of REFUSED)
    it(`refuse ${JSON.stringify(given).slice(0, 80)}`, () => {
      assert.throws(() => checkedConditions(given), { code });
    });
});

describe("a rule", () => {
  let plane: TestPlane;
  let listener: string;
  let group: string;
  before(async () => {
    plane = await openTestPlane();
    group = await makeTargetGroup(plane);
    listener = await makeListener(plane, await makeLoadBalancer(plane), group);
  });

  it("keeps what ModifyRule leaves out", async () => {
    const RuleArn = await makeRule(plane, listener, group, 1);
    const Transforms: RuleTransform[] = [
      { Type: "url-rewrite", UrlRewriteConfig: { Rewrites: [{ Regex: "^/a/(.*)$", Replace: "/$1" }] } },
    ];
    const changed = await plane.call(modifyRule, { RuleArn, Transforms });
    assert.deepEqual(changed.Rules?.[0]?.Transforms, Transforms);
    assert.deepEqual(changed.Rules?.[0]?.Conditions?.[0]?.Values, ["/1/*"]);
    const { Rules } = await plane.call(modifyRule, {
      RuleArn,
      Conditions: [{ Field: "path-pattern", Values: ["/b"] }],
      ResetTransforms: true,
    });
    assert.deepEqual(Rules?.[0]?.Conditions?.[0]?.Values, ["/b"]);
    assert.equal(Rules?.[0]?.Transforms, undefined);
    assert.equal(Rules?.[0]?.Actions?.[0]?.TargetGroupArn, group);
    await plane.call(deleteRule, { RuleArn });
    await assert.rejects(
      plane.call(deleteRule, { RuleArn }),
      awsError("RuleNotFound", "One or more rules not found"),
    );
  });

  it("that is the default one is its listener's", async () => {
    const RuleArn = defaultRuleArn(listener);
    await assert.rejects(
      plane.call(deleteRule, { RuleArn }),
      awsError("OperationNotPermitted", `Default rule '${RuleArn}' cannot be deleted`),
    );
    await assert.rejects(plane.call(modifyRule, { RuleArn }), { code: "OperationNotPermitted" });
    await assert.rejects(plane.call(setRulePriorities, { RulePriorities: [{ RuleArn, Priority: 1 }] }), {
      code: "OperationNotPermitted",
    });
  });

  it("decides on a hundred rules at most", async () => {
    const RulePriorities = Array.from({ length: 101 }, () => ({ RuleArn: "arn", Priority: 1 }));
    await assert.rejects(
      plane.call(setRulePriorities, { RulePriorities }),
      awsError("ValidationError", "No more than 100 rule priorities can be specified"),
    );
  });

  it("is not for network load balancers", async () => {
    const tcp = await makeTargetGroup(plane, { Name: "tcp", Protocol: "TCP" });
    const net = await makeLoadBalancer(plane, { Name: "net", Type: "network" });
    const own = await makeListener(plane, net, tcp, { Protocol: "TCP" });
    await assert.rejects(makeRule(plane, own, tcp, 1), { code: "InvalidConfigurationRequest" });
    const { Rules } = await plane.call(describeRules, { ListenerArn: own });
    assert.deepEqual(
      Rules?.map(({ IsDefault }) => IsDefault),
      [true],
    );
  });
});

describe("SetRulePriorities", () => {
  it("gives any distinct priorities at once, and takes none when one is held by another rule", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 3, maxLength: 3 }),
        async (priorities) => {
          const plane = await openTestPlane();
          const group = await makeTargetGroup(plane);
          const listener = await makeListener(plane, await makeLoadBalancer(plane), group);
          const arns: string[] = [];
          for (const priority of [1, 2, 3, 4]) arns.push(await makeRule(plane, listener, group, priority));
          const RulePriorities = priorities.map((Priority, index) => ({ RuleArn: arns[index], Priority }));
          const asked = plane.call(setRulePriorities, { RulePriorities });
          const now = (): readonly (number | undefined)[] =>
            arns.map((arn) => plane.state.table(ruleTable).get(arn)?.priority);
          if (priorities.includes(4)) {
            await assert.rejects(asked, awsError("PriorityInUse", "Priority '4' is currently in use"));
            assert.deepEqual(now(), [1, 2, 3, 4]);
          } else {
            await asked;
            assert.deepEqual(now(), [...priorities, 4]);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a load balancer", () => {
  it("forwards to a hundred target groups and no more, and has a hundred rules and no more", async () => {
    const plane = await openTestPlane();
    const first = await makeTargetGroup(plane);
    const loadBalancer = await makeLoadBalancer(plane);
    const listener = await makeListener(plane, loadBalancer, first);
    for (let number = 1; number < 100; number += 1)
      await makeRule(plane, listener, await makeTargetGroup(plane, { Name: `g${number}` }), number);
    const last = await makeTargetGroup(plane, { Name: "last" });
    await assert.rejects(makeRule(plane, listener, last, 100), {
      code: "TooManyUniqueTargetGroupsPerLoadBalancer",
    });
    await makeRule(plane, listener, first, 100);
    await assert.rejects(makeRule(plane, listener, first, 101), { code: "TooManyRules" });
  });
});
