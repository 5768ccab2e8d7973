import { type Reading, type Step, setEntry, UnreadableInput, violate } from "../input/reading.ts";
import type { MemberShape, Shape, StructureShape } from "../shapes/shape.ts";
import type { FormNode } from "./form.ts";

type QueryReader = (node: FormNode, reading: Reading, at: Step) => unknown;

/** How a Query protocol writes lists: awsQuery as `Tags.member.1`, ec2Query as `Tag.1`. */
export type ListStyle = "named" | "flat";

const scalarText = (node: FormNode, reading: Reading, at: Step): string => {
  if (node.children !== undefined || node.value === undefined)
    throw new UnreadableInput("A structure or list was found where a value belongs", reading, at);
  return node.value;
};

// Why refused: XML 1.0 can't carry these characters, so no answer could ever show the value again.
const xmlUnsafe = /[[\p{Cc}--[\t\n\r\x7f-\x9f]]\ufffe\uffff]/v;

const readString: QueryReader = (node, reading, at) => {
  const text = scalarText(node, reading, at);
  if (xmlUnsafe.test(text))
    throw new UnreadableInput("A control character can't be part of a value", reading, at);
  return text;
};

const readBoolean: QueryReader = (node, reading, at) => {
  const text = scalarText(node, reading, at).toLowerCase();
  if (text !== "true" && text !== "false")
    throw new UnreadableInput("A value is neither true nor false", reading, at);
  return text === "true";
};

const numberReader =
  (pattern: RegExp, kind: string): QueryReader =>
  (node, reading, at) => {
    const text = scalarText(node, reading, at);
    const number = Number(text);
    if (!pattern.test(text) || Math.abs(number) > Number.MAX_SAFE_INTEGER)
      throw new UnreadableInput(`A value is not ${kind}`, reading, at);
    return number + 0;
  };

const readInteger = numberReader(/^[+-]?\d{1,19}$/, "an integer");
const readDouble = numberReader(/^[+-]?(?:\d{1,19}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/, "a number");

const isoPattern = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

const readTimestamp: QueryReader = (node, reading, at) => {
  const text = scalarText(node, reading, at);
  const date = /^\d{1,12}(?:\.\d{1,9})?$/.test(text)
    ? new Date(Number(text) * 1000)
    : new Date(isoPattern.test(text) ? text : Number.NaN);
  if (Number.isNaN(date.getTime())) throw new UnreadableInput("A value is not a timestamp", reading, at);
  return date;
};

const readBlob: QueryReader = (node, reading, at) => {
  const text = scalarText(node, reading, at);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0)
    throw new UnreadableInput("A value is not base64", reading, at);
  return new Uint8Array(Buffer.from(text, "base64"));
};

const enumReader =
  (values: ReadonlySet<string>): QueryReader =>
  (node, reading, at) => {
    const text = scalarText(node, reading, at);
    if (!values.has(text))
      violate(reading, { kind: "enum", path: [...reading.path, at], value: text, allowed: [...values] });
    return text;
  };

/** The nodes of a list's items in the order of their numbers. Numbers may leave gaps, as AWS lets them. */
const numbered = (node: FormNode, reading: Reading, at: Step): readonly FormNode[] => {
  const items = [...(node.children ?? [])];
  for (const [key] of items) {
    if (!/^(?:0|[1-9]\d{0,6})$/.test(key))
      throw new UnreadableInput(
        `A list's item has no number: ${JSON.stringify(key.slice(0, 40))}`,
        reading,
        at,
      );
  }
  return items.sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
};

const onlyChild = (node: FormNode, name: string, reading: Reading, at: Step): FormNode | undefined => {
  if (node.children === undefined) {
    // Why "": that is how SDKs write an empty list.
    if (node.value === "") return undefined;
    throw new UnreadableInput("A value was found where a list or map belongs", reading, at);
  }
  const child = node.children.get(name);
  if (child === undefined || node.children.size > 1)
    throw new UnreadableInput(`The items of a list or map are called ${name}`, reading, at);
  return child;
};

const listReader =
  (item: QueryReader, itemName: string, style: ListStyle): QueryReader =>
  (node, reading, at) => {
    if (style === "flat" && node.children === undefined && node.value !== "")
      throw new UnreadableInput("A value was found where a list belongs", reading, at);
    const parent = style === "flat" ? node : onlyChild(node, itemName, reading, at);
    if (parent === undefined) return [];
    reading.path.push(at);
    const result = numbered(parent, reading, at).map((entry, index) => item(entry, reading, index));
    reading.path.pop();
    return result;
  };

const mapReader =
  (entryReader: QueryReader): QueryReader =>
  (node, reading, at) => {
    const parent = onlyChild(node, "entry", reading, at);
    const result: Record<string, unknown> = {};
    reading.path.push(at);
    for (const entry of parent === undefined ? [] : numbered(parent, reading, at)) {
      const key = entry.children?.get("key")?.value;
      const value = entry.children?.get("value");
      if (key === undefined || value === undefined)
        throw new UnreadableInput("An entry of a map has a key and a value", reading, at);
      setEntry(result, key, entryReader(value, reading, key));
    }
    reading.path.pop();
    return result;
  };

/** Compiles readers, one for each shape. */
export class QueryReaders {
  readonly #made = new Map<Shape, QueryReader>();
  readonly #style: ListStyle;

  constructor(style: ListStyle) {
    this.#style = style;
  }

  /** Reads the whole of an operation's input; unknown parameters are left out. */
  input(shape: StructureShape): (root: FormNode, reading: Reading) => Record<string, unknown> {
    return this.#members(shape);
  }

  #reader(shape: Shape): QueryReader {
    const known = this.#made.get(shape);
    if (known !== undefined) return known;
    let made: QueryReader | undefined;
    // Why through a closure: a structure may contain itself, and asks for its reader while that is being made.
    this.#made.set(shape, (node, reading, at) => (made ?? readString)(node, reading, at));
    made = this.#make(shape);
    this.#made.set(shape, made);
    return made;
  }

  #make(shape: Shape): QueryReader {
    switch (shape.kind) {
      case "string":
      case "document":
        return shape.kind === "string" && shape.values !== undefined ? enumReader(shape.values) : readString;
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
      case "list":
        return listReader(this.#reader(shape.item), shape.itemName, this.#style);
      case "map":
        return mapReader(this.#reader(shape.value));
      case "structure":
        return this.#structure(shape);
    }
  }

  #structure(shape: StructureShape): QueryReader {
    const read = this.#members(shape);
    return (node, reading, at) => {
      if (node.children === undefined && node.value !== "")
        throw new UnreadableInput("A value was found where a structure belongs", reading, at);
      reading.path.push(at);
      const result = read(node, reading);
      reading.path.pop();
      return result;
    };
  }

  #members(shape: StructureShape): (node: FormNode, reading: Reading) => Record<string, unknown> {
    const byName = new Map<string, { readonly member: MemberShape; readonly read: QueryReader }>(
      shape.members.map((member) => [member.queryName, { member, read: this.#reader(member.shape) }]),
    );
    const required = shape.members.filter((member) => member.required);
    return (node, reading) => {
      const result: Record<string, unknown> = {};
      for (const [name, child] of node.children ?? []) {
        const found = byName.get(name);
        if (found !== undefined) result[found.member.name] = found.read(child, reading, found.member.name);
      }
      for (const member of required) {
        if (result[member.name] === undefined)
          violate(reading, {
            kind: "missing",
            path: [...reading.path, member.name],
            list: member.shape.kind === "list",
          });
      }
      return result;
    };
  }
}
