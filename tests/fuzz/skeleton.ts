import type { MemberShape, Shape, StructureShape } from "../../src/gateway/shapes/shape.ts";
import type { Random } from "./random.ts";
import { fittingText } from "./words.ts";

const DEEPEST = 4;

const value = (random: Random, shape: Shape, name: string, depth: number): unknown => {
  switch (shape.kind) {
    case "string":
      return shape.values === undefined ? fittingText(random, name) : random.pick([...shape.values]);
    case "integer":
      return random.pick([0, 1, 2, 64, 80, 512]);
    case "double":
      return random.pick([0, 1, 0.5, 99]);
    case "boolean":
      return random.oneIn(2);
    case "timestamp":
      return 1_795_540_000 + random.below(1_000);
    case "blob":
      return Buffer.from("hello").toString("base64");
    case "document":
      return { a: [1, "b", null] };
    case "list":
      return Array.from({ length: 1 + random.below(2) }, () => value(random, shape.item, name, depth + 1));
    case "map":
      return { [fittingText(random, "key")]: value(random, shape.value, name, depth + 1) };
    case "structure":
      return structure(random, shape, depth + 1);
  }
};

const isNested = ({ kind }: Shape): boolean => kind === "structure" || kind === "list" || kind === "map";

/** How often an optional member is there: the more a structure has, the fewer of them, or all would conflict. */
const isTaken = (random: Random, member: MemberShape, count: number, depth: number): boolean => {
  if (member.required) return true;
  if (depth >= DEEPEST && isNested(member.shape)) return false;
  return random.next() < Math.min(0.7, 4 / count);
};

const structure = (random: Random, shape: StructureShape, depth: number): Record<string, unknown> => {
  const optional = shape.members.filter(({ required }) => !required).length;
  const taken = shape.members.filter((member) => isTaken(random, member, optional, depth));
  return Object.fromEntries(
    taken.map((member) => [member.name, value(random, member.shape, member.name, depth)]),
  );
};

/** An input of the right types with plausible values; JSON, with moments in seconds and blobs in base64. */
export const skeleton = (random: Random, input: StructureShape | undefined): Record<string, unknown> =>
  input === undefined ? {} : structure(random, input, 0);
