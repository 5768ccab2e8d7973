import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compilePolicy, policySet } from "../../authorization/index.ts";
import { requestOf } from "../../policy-test/index.ts";
import { decideUnderConditions } from "./under-conditions.ts";
import { childOf, membersOf, readXml, textOf } from "./xml-reader.ts";

describe("the answers of the Query services", () => {
  it("are read: elements, text, entities, lists", () => {
    const root = readXml(
      '<?xml version="1.0"?>\n<A xmlns="x"><B>1 &lt; 2 &amp; &#x6f22;&#33;</B><C><member>a</member><member/></C></A>',
    );
    assert.equal(textOf(root, "B"), "1 < 2 & 漢!");
    assert.deepEqual(
      membersOf(root, "C").map(({ text }) => text),
      ["a", ""],
    );
    assert.equal(childOf(root, "D"), undefined);
    assert.equal(textOf(root, "D"), "");
  });

  it("are refused when they are no XML", () => {
    for (const text of [
      "",
      "<",
      "<a>",
      "</a>",
      "<a></b>",
      "<a><b></a></b>",
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      "<a>".repeat(100),
    ])
      assert.throws(() => readXml(text), SyntaxError, text);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."<>/a&;#x \"'!?-") }), (text) => {
        try {
          readXml(text);
        } catch (error) {
          assert.ok(error instanceof SyntaxError);
        }
      }),
    );
  });
});

describe("a decision under conditions", () => {
  const alice = {
    type: "user",
    name: "alice",
    account: "123456789012",
    arn: "arn:aws:iam::123456789012:user/alice",
    tags: {},
  } as const;
  const ask = (conditions: readonly object[], context: Readonly<Record<string, string>> = {}) => {
    const Statement = conditions.map((Condition) => ({
      Effect: "Allow",
      Action: "ecs:ListClusters",
      Resource: "*",
      Condition,
    }));
    const source = JSON.stringify({ Version: "2012-10-17", Statement });
    const identity = policySet([compilePolicy(source, { kind: "inline", name: "p" })]);
    return decideUnderConditions(requestOf(alice, { action: "ecs:ListClusters", resource: "*", context }), {
      identity,
    });
  };

  const possible: readonly object[] = [
    { StringEquals: { "aws:RequestedRegion": ["us-east-1", "x"] } },
    { StringLike: { "aws:RequestedRegion": "us-*" }, Bool: { "aws:MultiFactorAuthPresent": "true" } },
    { ArnLike: { "aws:SourceArn": "arn:aws:ecs:*:*:service/web/*" } },
    { NumericLessThan: { "aws:MultiFactorAuthAge": "300" } },
    { NumericGreaterThanEquals: { "aws:MultiFactorAuthAge": "300" } },
    { DateGreaterThan: { "aws:CurrentTime": "2030-01-01T00:00:00Z" } },
    { DateLessThan: { "aws:CurrentTime": "1900000000" } },
    { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    { Null: { "aws:SourceIp": "false" } },
    { "ForAnyValue:StringEquals": { "aws:TagKeys": ["a"] } },
    { StringEquals: { "aws:PrincipalTag/x": "${aws:username}" } },
  ];
  for (const condition of possible)
    it(`is a yes if ${JSON.stringify(condition)}`, () => {
      const { decision, assumptions } = ask([condition]);
      assert.equal(decision.allowed, true);
      assert.deepEqual(
        assumptions.map(({ operator }) => operator),
        Object.keys(condition),
      );
    });

  it("is a no when what the request says stands against it", () => {
    const { decision, assumptions } = ask([{ StringEquals: { "aws:RequestedRegion": "us-east-1" } }], {
      "aws:RequestedRegion": "eu-west-1",
    });
    assert.equal(decision.allowed, false);
    assert.deepEqual(assumptions, []);
  });

  it("assumes nothing when nothing is needed", () => {
    assert.deepEqual(ask([{}]).assumptions, []);
    assert.equal(ask([{}]).decision.allowed, true);
  });

  it("is a no when the conditions can not be fulfilled together", () => {
    assert.equal(
      ask([{ StringEquals: { "aws:SourceVpc": "a" }, Null: { "aws:SourceVpc": "true" } }]).decision.allowed,
      false,
    );
  });
});
