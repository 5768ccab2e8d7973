import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { childOf, readXml } from "../../cli/identities/xml-reader.ts";
import {
  countOf,
  createPolicyLoader,
  type FileResult,
  readTestFile,
  renderJunit,
  renderPretty,
  renderTap,
  runTests,
} from "../index.ts";

const examples = globSync("*.policy-test.json", {
  cwd: new URL("../../../examples/policy-tests/", import.meta.url),
}).map((name) => new URL(`../../../examples/policy-tests/${name}`, import.meta.url).pathname);
const runFile = (path: string, source = readFileSync(path, "utf8")): FileResult =>
  runTests(
    readTestFile(path, source),
    createPolicyLoader(path, (policy) => readFileSync(policy, "utf8")),
    () => 0,
  );
const FAILING = JSON.stringify({
  tests: [
    {
      name: 'a <b> & "c" #d',
      policies: {
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "ecs:ListClusters", Resource: "*" },
      },
      can: ["ecs:ListClusters", { action: "ecs:ListServices", comment: "\u0001\u001b[31m ]]>" }],
    },
  ],
});
const failing = [runFile("/x/t.json", FAILING)];

it("the examples pass", () => {
  assert.ok(examples.length >= 4);
  for (const path of examples) assert.deepEqual(countOf(runFile(path).tests).failed, 0, path);
});

describe("TAP", () => {
  it("has a plan, a line for each expectation, and a YAML block for each failure", () => {
    const lines = renderTap(failing).split("\n");
    assert.deepEqual(lines.slice(0, 3), [
      "TAP version 14",
      "1..2",
      'ok 1 - a <b> & "c" \\#d: can ecs:ListClusters',
    ]);
    assert.match(lines[3] ?? "", /^not ok 2 - /);
    assert.equal(lines[4], "  ---");
    assert.equal(lines.at(-2), "  ...");
    assert.ok(lines.some((line) => /^ {2}at: "\/x\/t\.json:1:\d+"$/.test(line)));
    assert.ok(lines.some((line) => line.includes("DENIED  ecs:ListServices")));
    for (const line of lines.slice(5, -2)) assert.match(line, /^(?: {2,}.*)?$/);
  });
});

describe("JUnit", () => {
  it("is XML with a suite for each test and a case for each expectation", () => {
    const root = readXml(renderJunit(failing));
    assert.equal(root.name, "testsuites");
    const suite = childOf(root, "testsuite");
    assert.deepEqual(
      suite?.children.map(({ name }) => name),
      ["testcase", "testcase"],
    );
    const failure = childOf(suite?.children[1], "failure");
    assert.match(failure?.text ?? "", /no identity-based policy allows the ecs:ListServices action/);
  });

  it("counts, and writes nothing that XML can not hold", () => {
    const text = renderJunit(failing);
    assert.match(text, /<testsuites tests="2" failures="1" errors="0" time="0\.000000">/);
    assert.match(text, /name="a &lt;b&gt; &amp; &quot;c&quot; #d"/);
    assert.doesNotMatch(text, /[^\t\n\r\u0020-\ufffd]/);
  });
});

describe("for a person", () => {
  it("says what failed, where and why", () => {
    const text = renderPretty(failing, { color: false });
    assert.match(text, /✘ a <b> & "c" #d/);
    assert.match(text, /should be allowed, but is denied \/x\/t\.json:1:\d+/);
    assert.match(text, /1 of 2 failed\n$/);
    for (const character of ["\u001b", "\u0001"]) assert.ok(!text.includes(character));
    assert.ok(renderPretty(failing, { color: true }).includes("\u001b[31m"));
  });

  it("counts what passed", () => {
    assert.match(
      renderPretty(
        examples.map((path) => runFile(path)),
        { color: false },
      ),
      /\n\d+ passed\n$/,
    );
  });
});
