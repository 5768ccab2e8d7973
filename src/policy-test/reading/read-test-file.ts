import type { JsonNode } from "../../authorization/language/json.ts";
import type { PolicyTest, PolicyTestFile } from "../test-file.ts";
import { type JsonReader, openJson } from "./json-reader.ts";
import { type Common, readContext, readExpectations } from "./read-expectations.ts";
import { readPrincipal } from "./read-principal.ts";
import { readLevels, readReference, readReferences } from "./read-references.ts";

const SHARED = [
  "principal",
  "policies",
  "boundary",
  "sessionPolicies",
  "scps",
  "rcps",
  "resourcePolicy",
  "context",
] as const;

/**
 * Reads a file of policy tests. What stands beside `tests` holds for each of them that does not say otherwise. Throws
 * `TestFileError` for a file that is not as `docs/policy-test.schema.json` describes, and for actions that do not exist.
 */
export const readTestFile = (path: string, source: string): PolicyTestFile => {
  const reader = openJson(path, source);
  const members = reader.members(reader.root, "a file of policy tests", ["$schema", "tests", ...SHARED]);
  const tests = members.get("tests") ?? reader.refuse(reader.root, 'a file of policy tests needs "tests"');
  if (tests.type !== "array" || tests.items.length === 0)
    reader.refuse(tests, "tests is a list of at least one test");
  return { path, tests: reader.list(tests).map((node, index) => readTest(reader, node, index, members)) };
};

const readTest = (
  reader: JsonReader,
  node: JsonNode,
  index: number,
  shared: ReadonlyMap<string, JsonNode>,
): PolicyTest => {
  const own = reader.members(node, "a test", ["name", "can", "cannot", ...SHARED]);
  const member = (name: (typeof SHARED)[number]): JsonNode | undefined => own.get(name) ?? shared.get(name);
  const name = own.get("name");
  const boundary = member("boundary");
  const session = member("sessionPolicies");
  const resourcePolicy = member("resourcePolicy");
  const common: Common = {
    context: { ...readContext(reader, shared.get("context")), ...readContext(reader, own.get("context")) },
    ...(resourcePolicy && { resourcePolicy: readReference(reader, resourcePolicy, "resourcePolicy") }),
  };
  const can = own.get("can");
  const cannot = own.get("cannot");
  const expectations = [
    ...(can ? readExpectations(reader, can, true, common) : []),
    ...(cannot ? readExpectations(reader, cannot, false, common) : []),
  ];
  if (expectations.length === 0) reader.refuse(node, 'a test needs "can" or "cannot", with something in it');
  return {
    name: name ? reader.string(name, "name") : `test ${index + 1}`,
    principal: readPrincipal(reader, member("principal")),
    policies: readReferences(reader, member("policies"), "policies"),
    ...(boundary && { boundary: readReference(reader, boundary, "boundary") }),
    ...(session && { sessionPolicies: readReferences(reader, session, "sessionPolicies") }),
    scps: readLevels(reader, member("scps"), "scps"),
    rcps: readLevels(reader, member("rcps"), "rcps"),
    expectations,
  };
};
