import { type Reading, type Step, setEntry, UnreadableInput, violate } from "../input/reading.ts";
import type { Shape, StructureShape } from "../shapes/shape.ts";

/** Checks a parsed JSON value against a shape and converts it to the type that the SDK gives the shape. */
export type JsonReader = (value: unknown, reading: Reading, at: Step) => unknown;

// Why bounded: what reads documents later may recurse.
const DEEPEST_DOCUMENT = 64;

/**
 * AWS's name of a JSON token, for its error texts. ECS says for example
 * `STRING_VALUE cannot be converted to Integer`:
 * https://github.com/aws-actions/amazon-ecs-deploy-task-definition/issues/587
 */
const tokenName = (value: unknown): string => {
  if (typeof value === "string") return "STRING_VALUE";
  if (typeof value === "number") return Number.isInteger(value) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
  return value === true ? "TRUE_VALUE" : "FALSE_VALUE";
};

const wrongScalar = (value: unknown, type: string, reading: Reading, at: Step): UnreadableInput => {
  if (Array.isArray(value))
    return new UnreadableInput(`Unrecognized collection type class java.lang.${type}`, reading, at);
  if (typeof value === "object")
    return new UnreadableInput("Start of structure or map found where not expected", reading, at);
  return new UnreadableInput(`${tokenName(value)} cannot be converted to ${type}`, reading, at);
};

const wrongCollection = (value: unknown, reading: Reading, at: Step): UnreadableInput => {
  if (Array.isArray(value)) return new UnreadableInput("Start of list found where not expected", reading, at);
  if (typeof value === "object" && value !== null)
    return new UnreadableInput("Start of structure or map found where not expected", reading, at);
  return new UnreadableInput("Unexpected field type", reading, at);
};

const readString: JsonReader = (value, reading, at) => {
  if (typeof value !== "string") throw wrongScalar(value, "String", reading, at);
  return value;
};

const readBoolean: JsonReader = (value, reading, at) => {
  if (typeof value !== "boolean") throw wrongScalar(value, "Boolean", reading, at);
  return value;
};

const readDouble: JsonReader = (value, reading, at) => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw wrongScalar(value, "Double", reading, at);
  return value;
};

const readInteger: JsonReader = (value, reading, at) => {
  // Why truncated: that is what AWS does with a decimal where an integer belongs.
  const number = typeof value === "number" ? Math.trunc(value) + 0 : Number.NaN;
  if (!Number.isSafeInteger(number)) throw wrongScalar(value, "Integer", reading, at);
  return number;
};

const readTimestamp: JsonReader = (value, reading, at) => {
  const date = new Date(typeof value === "number" ? Math.round(value * 1000) : Number.NaN);
  if (Number.isNaN(date.getTime())) throw wrongScalar(value, "Date", reading, at);
  return date;
};

const readBlob: JsonReader = (value, reading, at) => {
  if (typeof value !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(value) || value.length % 4 !== 0)
    throw new UnreadableInput("only base-64-encoded strings are convertible to bytes", reading, at);
  return new Uint8Array(Buffer.from(value, "base64"));
};

const isShallow = (value: unknown, depth: number): boolean =>
  typeof value !== "object" ||
  value === null ||
  (depth > 0 && Object.values(value).every((entry) => isShallow(entry, depth - 1)));

const readDocument: JsonReader = (value, reading, at) => {
  if (!isShallow(value, DEEPEST_DOCUMENT)) throw new UnreadableInput("Too deeply nested", reading, at);
  return value;
};

const enumReader =
  (values: ReadonlySet<string>): JsonReader =>
  (value, reading, at) => {
    const text = readString(value, reading, at) as string;
    if (!values.has(text))
      violate(reading, { kind: "enum", path: [...reading.path, at], value: text, allowed: [...values] });
    return text;
  };

const listReader =
  (item: JsonReader): JsonReader =>
  (value, reading, at) => {
    if (!Array.isArray(value)) throw wrongCollection(value, reading, at);
    reading.path.push(at);
    const result = value.map((entry: unknown, index) => {
      if (entry === null) throw new UnreadableInput("A list can't contain null", reading, index);
      return item(entry, reading, index);
    });
    reading.path.pop();
    return result;
  };

const mapReader =
  (entryReader: JsonReader): JsonReader =>
  (value, reading, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw wrongCollection(value, reading, at);
    const result: Record<string, unknown> = {};
    reading.path.push(at);
    for (const [key, entry] of Object.entries(value)) {
      if (entry !== null) setEntry(result, key, entryReader(entry, reading, key));
    }
    reading.path.pop();
    return result;
  };

/** Compiles readers, one for each shape. */
export class JsonReaders {
  readonly #made = new Map<Shape, JsonReader>();

  /** Reads the whole of an operation's input; unknown members are left out, as AWS does. */
  input(shape: StructureShape): (value: unknown, reading: Reading) => Record<string, unknown> {
    const read = this.#structure(shape);
    return (value, reading) => read(value, reading, undefined);
  }

  #reader(shape: Shape): JsonReader {
    const known = this.#made.get(shape);
    if (known !== undefined) return known;
    let made: JsonReader | undefined;
    // Why through a closure: a structure may contain itself, and asks for its reader while that is being made.
    this.#made.set(shape, (value, reading, at) => (made ?? readDocument)(value, reading, at));
    made = this.#make(shape);
    this.#made.set(shape, made);
    return made;
  }

  #make(shape: Shape): JsonReader {
    switch (shape.kind) {
      case "string":
        return shape.values === undefined ? readString : enumReader(shape.values);
      case "integer":
        return readInteger;
      case "double":
        return readDouble;
      case "boolean":
        return readBoolean;
      case "timestamp":
        return readTimestamp;
      case "blob":
        return readBlob;
      case "document":
        return readDocument;
      case "list":
        return listReader(this.#reader(shape.item));
      case "map":
        return mapReader(this.#reader(shape.value));
      case "structure": {
        const read = this.#structure(shape);
        return (value, reading, at) => read(value, reading, at);
      }
    }
  }

  #structure(
    shape: StructureShape,
  ): (value: unknown, reading: Reading, at: Step | undefined) => Record<string, unknown> {
    const readers = new Map(shape.members.map((member) => [member.name, this.#reader(member.shape)]));
    const required = shape.members.filter((member) => member.required);
    return (value, reading, at) => {
      if (typeof value !== "object" || value === null || Array.isArray(value))
        throw wrongCollection(value, reading, at ?? shape.name);
      if (at !== undefined) reading.path.push(at);
      const result: Record<string, unknown> = {};
      for (const [name, entry] of Object.entries(value)) {
        const read = entry === null ? undefined : readers.get(name);
        if (read !== undefined) result[name] = read(entry, reading, name);
      }
      for (const member of required) {
        if (result[member.name] === undefined) {
          const list = member.shape.kind === "list";
          violate(reading, { kind: "missing", path: [...reading.path, member.name], list });
        }
      }
      if (at !== undefined) reading.path.pop();
      return result;
    };
  }
}
