import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compilePolicy, decide, PolicySyntaxError, policySet, validatePolicy } from "./index.ts";
import { holds, isAllowed, requestOf } from "./testing/cases.ts";
import type { PolicyKind } from "./types.ts";

const statement = '"Effect":"Allow","Action":"*","Resource":"*"';
const policy = (inside: string): string => `{"Version":"2012-10-17","Statement":${inside}}`;

/** What a document has in it, the document with a § where the mistake is, and what is said of it. */
const DOCUMENTS: readonly (readonly [what: string, source: string, code: string])[] = [
  ["100,000 brackets", policy(`${"[".repeat(31)}§${"[".repeat(100_000)}`), "TooDeep"],
  ["50,000 levels of objects", `${'{"Statement":'.repeat(32)}§${'{"Statement":'.repeat(50_000)}`, "TooDeep"],
  [
    "a condition of 100 levels",
    policy(`{${statement},"Condition":${'{"a":'.repeat(30)}§${'{"a":'.repeat(70)}1`),
    "TooDeep",
  ],
  ["an element twice", policy(`{${statement},\n§"Action":"s3:*"}`), "DuplicateKey"],
  ["an operator twice", policy(`{${statement},"Condition":{"Bool":{},\n §"Bool":{}}}`), "DuplicateKey"],
  [
    "a condition key twice",
    policy(`{${statement},"Condition":{"Bool":{"a:b":"true",\n§"a:b":"false"}}}`),
    "DuplicateKey",
  ],
  ["__proto__ as an element", policy(`{${statement},\n§"__proto__":{"Effect":"Allow"}}`), "UnknownElement"],
  ["__proto__ as the policy's element", '{§"__proto__":{"Statement":[]}}', "UnknownElement"],
  [
    "constructor as an operator",
    policy(`{${statement},"Condition":{\n§"constructor":{"a:b":"c"}}}`),
    "UnknownOperator",
  ],
  [
    "__proto__ as an operator",
    policy(`{${statement},"Condition":{\n§"__proto__":{"a:b":"c"}}}`),
    "UnknownOperator",
  ],
  ["a number for an action", policy('{"Effect":"Allow","Action":§1,"Resource":"*"}'), "WrongType"],
  ["null for a resource", policy('{"Effect":"Allow","Action":"*","Resource":[§null]}'), "WrongType"],
  ["an object for an effect", policy('{"Effect":§{},"Action":"*","Resource":"*"}'), "WrongType"],
  ["an object for a value", policy(`{${statement},"Condition":{"Bool":{"a:b":§{}}}}`), "WrongType"],
  ["a list for a condition", policy(`{${statement},"Condition":§[]}`), "WrongType"],
  ["a statement that is text", policy('§"Allow"'), "WrongType"],
  ["a list as policy", "§[]", "WrongType"],
];

describe("a hostile document", () => {
  const refused = (source: string, code: string, line: number, column: number): void => {
    for (const read of [
      () => compilePolicy(source, { kind: "inline", name: "p" }),
      () => validatePolicy(source, "inline"),
    ])
      assert.throws(read, (error) => {
        assert.ok(error instanceof PolicySyntaxError);
        assert.deepEqual([error.code, error.line, error.column], [code, line, column]);
        return true;
      });
  };
  for (const [what, marked, code] of DOCUMENTS)
    it(`with ${what} is refused as ${code}, and told where`, () => {
      const lines = marked.slice(0, marked.indexOf("§")).split("\n");
      refused(marked.replace("§", ""), code, lines.length, (lines.at(-1)?.length ?? 0) + 1);
    });

  it("of 2 million characters is refused as too long", () => {
    refused(policy(`{${statement},"Sid":"${"a".repeat(2_000_000)}"}`), "TooLong", 1, 8 * 131_072 + 1);
  });

  it("leaves nothing behind in what every object inherits", () => {
    for (const kind of ["inline", "resource", "trust", "scp"] satisfies PolicyKind[])
      for (const key of ["__proto__", "constructor", "prototype"])
        assert.throws(() => compilePolicy(`{"${key}":{"polluted":"yes"}}`, { kind, name: "p" }));
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });

  it("may have __proto__ as a condition key, which is a key that no request has", () => {
    const Condition = JSON.parse('{"StringEquals":{"__proto__":"x"}}') as object;
    assert.equal(isAllowed({ Condition }, requestOf()), false);
  });
});

describe("100 wildcards", () => {
  const stars = `${"*a".repeat(100)}*b`;
  const long = "a".repeat(2000);
  const rows: readonly (readonly [where: string, matches: (end: string) => boolean])[] = [
    [
      "in an action",
      (end) => isAllowed({ Action: `ecs:${stars}` }, requestOf({ action: `ecs:${long}${end}` })),
    ],
    [
      "in the last part of a resource",
      (end) =>
        isAllowed(
          { Resource: `arn:aws:ecs:::${stars}` },
          requestOf({ resource: `arn:aws:ecs:::${long}${end}` }),
        ),
    ],
    [
      "in another part of a resource",
      (end) =>
        isAllowed(
          { Resource: `arn:aws:ecs:${stars}::x` },
          requestOf({ resource: `arn:aws:ecs:${long}${end}::x` }),
        ),
    ],
    [
      "with question marks",
      (end) =>
        isAllowed(
          { Resource: `arn:aws:ecs:::${"*?a".repeat(100)}*b` },
          requestOf({ resource: `arn:aws:ecs:::${long}${end}` }),
        ),
    ],
    ["under StringLike", (end) => holds("StringLike", "a:b", stars, { "a:b": long + end })],
    [
      "under ArnLike",
      (end) =>
        holds("ArnLike", "a:b", `arn:aws:ecs:${stars}:${stars}:${stars}`, {
          "a:b": `arn:aws:ecs:${long}b:${long}b:${long}${end}`,
        }),
    ],
    [
      "from a variable",
      (end) => holds("StringLike", "a:b", `\${x:y}${stars}`, { "a:b": long + end, "x:y": "a" }),
    ],
  ];
  for (const [where, matches] of rows)
    it(`${where} are matched without going back over everything`, () => {
      assert.equal(matches("b"), true);
      assert.equal(matches("c"), false);
    });

  it("in every statement of a policy are still decided", () => {
    const Statement = Array.from({ length: 20 }, () => ({
      Effect: "Allow",
      Action: `ecs:${stars}`,
      Resource: `arn:${stars}`,
    }));
    const source = JSON.stringify({ Version: "2012-10-17", Statement });
    const identity = policySet([compilePolicy(source, { kind: "inline", name: "p" })]);
    const request = requestOf({ action: `ecs:${long}b`, resource: `arn:${long}` });
    assert.equal(decide(request, { identity }).allowed, false);
  });
});
