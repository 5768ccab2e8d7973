import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { AwsError } from "../../../../operation/index.ts";
import { candidateOf } from "../candidate.ts";
import { instanceRow } from "../testing/instances.ts";
import { matches, parseExpression, type Subject } from "./index.ts";
import { matchesWildcard, wildcard } from "./wildcard.ts";

const subject: Subject = {
  candidate: candidateOf(
    instanceRow({
      id: "a",
      attributes: {
        "ecs.instance-type": "t2.small",
        "ecs.availability-zone": "us-east-1a",
        stack: "prod",
        size: "10",
      },
    }),
  ),
  groupsOn: () => ["service:production", "family:web"],
  countByStatus: () => 3,
};

// The examples of https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html, and more.
const rows: readonly [string, boolean][] = [
  ["attribute:ecs.instance-type == t2.small", true],
  ["attribute:ecs.instance-type != t2.small", false],
  ["attribute:ecs.instance-type =~ t2.*", true],
  ["attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d", false],
  ["attribute:ecs.availability-zone in [us-east-1a, us-east-1b]", true],
  ["attribute:ecs.availability-zone not_in [us-east-1a]", false],
  ["attribute:ecs.availability-zone !in [us-east-1a]", false],
  ["task:group == service:production", true],
  ["not(task:group == database)", true],
  ["attribute:stack exists", true],
  ["attribute:stack !exists", false],
  ["attribute:other !exists", true],
  ["attribute:other exists", false],
  ["runningTasksCount == 3", true],
  ["runningTasksCount > 2", true],
  ["runningTasksCount <= 2", false],
  ["attribute:size > 9", true],
  ["agentConnected == true", true],
  ["agentVersion >= 1.9.0", true],
  ["agentVersion < 1.99.0", false],
  ['registeredAt > "2026-01-01T00:00:00+00:00"', true],
  ["(attribute:stack == test or attribute:stack == prod) and agentConnected == true", true],
  ["attribute:stack == test or attribute:stack == prod and agentConnected == false", false],
  ["attribute:stack !~ pr.*", false],
  ["attribute:stack EXISTS AND NOT attribute:stack == test", true],
  ["attribute:stack == 'prod'", true],
];

describe("the cluster query language", () => {
  for (const [text, expected] of rows) {
    it(text, () => assert.equal(matches(parseExpression(text), subject), expected));
  }

  for (const [text, position] of [
    ["", 1],
    ["attribute:stack", 16],
    ["attribute:stack ==", 19],
    ["attribute:stack == prod and", 28],
    ["(attribute:stack == prod", 25],
    ["nonsense == 1", 1],
    ["attribute:stack is prod", 17],
    ["attribute:stack in [a", 22],
    ["attribute:stack == 'prod", 20],
    ["attribute:stack == prod prod", 25],
  ] as const) {
    it(`says where "${text}" goes wrong`, () => {
      assert.throws(() => parseExpression(text), new RegExp(`at position ${position}\\.$`));
    });
  }

  it("refuses or reads anything, and never fails otherwise", () => {
    const words = fc.constantFrom(
      "attribute:a",
      "==",
      "!",
      "not",
      "(",
      ")",
      "[",
      "]",
      ",",
      "and",
      "or",
      "in",
      "exists",
      "=~",
      "x",
      '"',
      "task:group",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(words, { maxLength: 12 }).map((list) => list.join(" ")),
          fc.string(),
        ),
        (text) => {
          try {
            matches(parseExpression(text), subject);
          } catch (error) {
            assert.ok(error instanceof AwsError);
          }
        },
      ),
    );
  });

  it("matches patterns as their regular expression would", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", ".", ".*"), { maxLength: 6 }),
        fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 }),
        (pattern, value) => {
          const source = pattern.join("");
          const expected = new RegExp(`^(?:${source})$`).test(value.join(""));
          assert.equal(matchesWildcard(wildcard(source), value.join("")), expected);
        },
      ),
    );
  });

  it("does not nest without end", () => {
    assert.throws(() => parseExpression(`${"(".repeat(500)}attribute:a exists`), /nested too deeply/);
    assert.throws(() => parseExpression(`${"not ".repeat(400)}attribute:a exists`), /nested too deeply/);
  });
});
