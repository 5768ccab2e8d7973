import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { JsonError, type JsonNode, readJson } from "./json.ts";

const toValue = (node: JsonNode): unknown => {
  switch (node.type) {
    case "object":
      return Object.fromEntries(node.members.map(({ key, value }) => [key, toValue(value)]));
    case "array":
      return node.items.map(toValue);
    case "number":
      return Number(node.text);
    case "null":
      return null;
    default:
      return node.value;
  }
};
const codeOf = (source: string): string | undefined => {
  try {
    readJson(source);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof JsonError);
    assert.ok(error.offset >= 0 && error.offset <= source.length);
    return error.code;
  }
};

describe("the JSON reader", () => {
  it("reads what JSON.stringify writes, with or without white space", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(0, 2, "\t"), (text, indent) => {
        const value = JSON.parse(text);
        const source = JSON.stringify(value, null, indent);
        // -0 is written as 0 the second time.
        assert.deepEqual(toValue(readJson(source)), JSON.parse(source));
      }),
    );
  });

  it("refuses what JSON.parse refuses, and only repeated keys besides", () => {
    const piece = fc.constantFrom(
      ...'{}[]:,"\\ \n01.-+eEtrufalsn',
      "true",
      "null",
      '"a"',
      "\\u00e9",
      "\u0007",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const source = pieces.join("");
        let parsed = true;
        try {
          JSON.parse(source);
        } catch {
          parsed = false;
        }
        const code = codeOf(source);
        assert.ok(parsed ? code === undefined || code === "DuplicateKey" : code !== undefined, source);
      }),
      { numRuns: 1500 },
    );
  });

  it("knows where everything stands", () => {
    const source = '{ "a": [1, "x"] }';
    const root = readJson(source);
    assert.ok(root.type === "object");
    const member = root.members[0];
    assert.equal(member?.keyStart, 2);
    assert.equal(source.slice(member?.value.start, member?.value.end), '[1, "x"]');
  });

  const refused: readonly (readonly [what: string, source: string, code: string])[] = [
    ["a repeated key", '{"a":1,"a":2}', "DuplicateKey"],
    ["a repeated key in another spelling", '{"a":1,"\\u0061":2}', "DuplicateKey"],
    ["10,000 levels", "[".repeat(10_000), "TooDeep"],
    ["two million characters", " ".repeat(2_000_000), "TooLong"],
    ["nothing", "", "InvalidJson"],
    ["a comma at the end", "[1,]", "InvalidJson"],
    ["a comment", "{} // no", "InvalidJson"],
    ["single quotes", "{'a':1}", "InvalidJson"],
    ["a string without end", '{"a', "InvalidJson"],
    ["a tab in a string", '"\t"', "InvalidJson"],
    ["half an escape", '"\\u12"', "InvalidJson"],
    ["a leading zero", "01", "InvalidJson"],
    ["NaN", "NaN", "InvalidJson"],
    ["a byte order mark", "\uFEFF{}", "InvalidJson"],
  ];
  for (const [what, source, code] of refused) it(`refuses ${what}`, () => assert.equal(codeOf(source), code));

  it("takes __proto__ for a key like any other", () => {
    const root = readJson('{"__proto__": {"polluted": true}}');
    assert.ok(root.type === "object");
    assert.equal(root.members[0]?.key, "__proto__");
    assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  });
});
