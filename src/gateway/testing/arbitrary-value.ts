import fc from "fast-check";
import type { Shape, StructureShape } from "../shapes/shape.ts";

const DEEPEST = 3;

/** Texts with everything that JSON, XML and forms must escape, and nothing that XML can't hold. */
const anyText = fc.oneof(
  fc
    .string({ unit: fc.constantFrom(..."aZ09 &<>\"'%+=;/\\é漢🚢.,:{}[]"), minLength: 1, maxLength: 12 })
    .filter((value) => value.trim() === value),
  fc.constantFrom("__proto__", "constructor", "true", "0", "null", "&amp;", "]]>", "a%20b", "1e5", "007"),
);

const moment = fc.integer({ min: 0, max: 4_102_444_800_000 }).map((milliseconds) => new Date(milliseconds));

/**
 * Values of a shape, of the types that the SDK gives it; strings are taken from `text`. Members that are not
 * required may be missing.
 */
export const arbitraryValue = (
  shape: Shape,
  depth = 0,
  text: fc.Arbitrary<string> = anyText,
): fc.Arbitrary<unknown> => {
  switch (shape.kind) {
    case "string":
      return shape.values === undefined ? text : fc.constantFrom(...shape.values);
    case "integer":
      return fc.integer({ min: 0, max: 2 ** 31 - 1 });
    case "double":
      return fc.integer({ min: -4_000, max: 4_000 }).map((number) => number / 16 + 0);
    case "boolean":
      return fc.boolean();
    case "timestamp":
      return moment;
    case "blob":
      return fc.uint8Array({ minLength: 1, maxLength: 9 });
    case "document":
      return fc.constantFrom<unknown>("a", 1, true, { a: [1, "b", null] });
    case "list":
      return fc.array(arbitraryValue(shape.item, depth + 1, text), { minLength: 1, maxLength: 3 });
    case "map":
      return fc.dictionary(text, arbitraryValue(shape.value, depth + 1, text), {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      });
    case "structure":
      // Why not empty ones: the Query protocols have no way to write them.
      return usableMembers(shape, depth).length === 0
        ? fc.constant({})
        : arbitraryStructure(shape, depth, text).filter((value) => Object.keys(value).length > 0);
  }
};

const isNested = ({ kind }: Shape): boolean => kind === "structure" || kind === "list" || kind === "map";

/** Optional members below the deepest level are left out when they nest: some structures contain themselves. */
const usableMembers = (shape: StructureShape, depth: number): StructureShape["members"] =>
  shape.members.filter((member) => member.required || depth < DEEPEST || !isNested(member.shape));

/** Values of a structure. */
export const arbitraryStructure = (
  shape: StructureShape,
  depth = 0,
  text: fc.Arbitrary<string> = anyText,
): fc.Arbitrary<Record<string, unknown>> => {
  const members = usableMembers(shape, depth);
  return fc.record(
    Object.fromEntries(members.map((member) => [member.name, arbitraryValue(member.shape, depth + 1, text)])),
    {
      requiredKeys: members.filter((member) => member.required).map((member) => member.name),
      noNullPrototype: true,
    },
  );
};
