import type { Shape, StructureShape } from "../shapes/shape.ts";
import { xmlText } from "./text.ts";

/** Writes the content of an element for a value of the type that the SDK gives a shape. */
export type XmlWriter = (value: unknown) => string;

const writeString: XmlWriter = (value) => xmlText(String(value));
const writeNumber: XmlWriter = (value) => String(value);
const writeBoolean: XmlWriter = (value) => (value === true ? "true" : "false");
/** ISO 8601; the milliseconds only where there are any. */
const writeTimestamp: XmlWriter = (value) =>
  value instanceof Date ? value.toISOString().replace(".000Z", "Z") : "";
const writeBlob: XmlWriter = (value) =>
  value instanceof Uint8Array ? Buffer.from(value).toString("base64") : "";

const listWriter = (item: XmlWriter, itemName: string): XmlWriter => {
  const open = `<${itemName}>`;
  const close = `</${itemName}>`;
  return (value) => {
    let text = "";
    for (const entry of value as Iterable<unknown>) {
      if (entry !== undefined && entry !== null) text += open + item(entry) + close;
    }
    return text;
  };
};

const mapWriter =
  (entryWriter: XmlWriter): XmlWriter =>
  (value) =>
    Object.entries(value as Record<string, unknown>)
      .filter(([, entry]) => entry !== undefined && entry !== null)
      .map(([key, entry]) => `<entry><key>${xmlText(key)}</key><value>${entryWriter(entry)}</value></entry>`)
      .join("");

/** Compiles writers, one for each shape. */
export class XmlWriters {
  readonly #made = new Map<Shape, XmlWriter>();

  /** The writer of a shape. */
  writer(shape: Shape): XmlWriter {
    const known = this.#made.get(shape);
    if (known !== undefined) return known;
    let made: XmlWriter | undefined;
    // Why through a closure: a structure may contain itself, and asks for its writer while that is being made.
    this.#made.set(shape, (value) => (made ?? writeString)(value));
    made = this.#make(shape);
    this.#made.set(shape, made);
    return made;
  }

  #make(shape: Shape): XmlWriter {
    switch (shape.kind) {
      case "string":
      case "document":
        return writeString;
      case "integer":
      case "double":
        return writeNumber;
      case "boolean":
        return writeBoolean;
      case "timestamp":
        return writeTimestamp;
      case "blob":
        return writeBlob;
      case "list":
        return listWriter(this.writer(shape.item), shape.itemName);
      case "map":
        return mapWriter(this.writer(shape.value));
      case "structure":
        return this.#structure(shape);
    }
  }

  #structure(shape: StructureShape): XmlWriter {
    const members = shape.members.map((member) => ({
      name: member.name,
      open: `<${member.xmlName}>`,
      close: `</${member.xmlName}>`,
      empty: `<${member.xmlName}/>`,
      write: this.writer(member.shape),
    }));
    return (value) => {
      const record = value as Readonly<Record<string, unknown>>;
      let text = "";
      for (const member of members) {
        const entry = record[member.name];
        if (entry === undefined || entry === null) continue;
        const content = member.write(entry);
        text += content === "" ? member.empty : member.open + content + member.close;
      }
      return text;
    };
  }
}
