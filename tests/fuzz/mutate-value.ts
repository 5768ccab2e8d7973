import type { Random } from "./random.ts";
import { STRANGE_NUMBERS, STRANGE_TEXTS } from "./words.ts";

type Members = Record<string, unknown>;

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const nested = (random: Random): unknown => {
  let value: unknown = random.pick<unknown>([1, "x", {}, [], null]);
  const depth = random.pick([3, 40, 400]);
  for (let level = 0; level < depth; level += 1) value = random.oneIn(2) ? [value] : { a: value };
  return value;
};

/** Any other value: mostly of another type. */
const other = (random: Random): unknown => {
  switch (random.below(8)) {
    case 0:
      return null;
    case 1:
      return random.pick([true, false]);
    case 2:
    case 3:
      return random.pick(STRANGE_NUMBERS);
    case 4:
      return random.pick<unknown>([[], {}, [null], [[]], [{}], { a: 1 }, [1, "a", true]]);
    case 5:
      return nested(random);
    default:
      return random.pick(STRANGE_TEXTS);
  }
};

const withExtra = (random: Random, members: Members): Members => {
  const name = random.pick(["extra", "__proto__", "constructor", "toString", "", "a.b", "Name", "\u0000"]);
  const changed = { ...members };
  // Why defined: assigning to __proto__ would not make a member.
  Object.defineProperty(changed, name, { value: other(random), enumerable: true, configurable: true });
  return changed;
};

const changeMember = (random: Random, members: Members): Members => {
  const names = Object.keys(members);
  if (names.length === 0 || random.oneIn(8)) return withExtra(random, members);
  const name = random.pick(names);
  if (random.oneIn(6)) return Object.fromEntries(Object.entries(members).filter(([each]) => each !== name));
  if (random.oneIn(12)) {
    const { [name]: moved, ...rest } = members;
    return { ...rest, [random.oneIn(2) ? name.toUpperCase() : `${name}s`]: moved };
  }
  return { ...members, [name]: mutateValue(random, members[name]) };
};

const changeList = (random: Random, list: readonly unknown[]): unknown => {
  switch (random.below(6)) {
    case 0:
      return [];
    case 1:
      return [...list, ...list];
    case 2:
      return Array.from({ length: random.pick([11, 101, 300]) }, () => list[0]);
    case 3:
      return [...list, other(random)];
    default: {
      const at = random.below(Math.max(1, list.length));
      return list.map((item, index) => (index === at ? mutateValue(random, item) : item));
    }
  }
};

/** A value with one thing changed somewhere in it; the value itself stays as it is. */
export const mutateValue = (random: Random, value: unknown): unknown => {
  if (isMembers(value)) return random.oneIn(10) ? other(random) : changeMember(random, value);
  if (Array.isArray(value)) return random.oneIn(6) ? other(random) : changeList(random, value);
  if (typeof value === "string" && random.oneIn(2)) return random.pick(STRANGE_TEXTS);
  if (typeof value === "number" && random.oneIn(2)) return random.pick(STRANGE_NUMBERS);
  return other(random);
};
