import type { Shape, StructureShape } from "../shapes/shape.ts";

/** Writes a value of the type that the SDK gives a shape as JSON. Members that the shape lacks are left out. */
export type JsonWriter = (value: unknown) => string;

// Why a test first: most strings need no escape, and JSON.stringify costs more than this.
const needsEscape = /["\\[\p{Cc}--[\x7f-\x9f]]\p{Cs}]/v;

const quoted = (value: unknown): string => {
  const text = String(value);
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
};

const writeNumber: JsonWriter = (value) => (Number.isFinite(value) ? String(value) : "null");
const writeBoolean: JsonWriter = (value) => (value === true ? "true" : "false");
/** Epoch seconds with the milliseconds behind the point. */
const writeTimestamp: JsonWriter = (value) =>
  value instanceof Date ? String(value.getTime() / 1000) : "null";
const writeBlob: JsonWriter = (value) =>
  value instanceof Uint8Array ? `"${Buffer.from(value).toString("base64")}"` : "null";
const writeDocument: JsonWriter = (value) => JSON.stringify(value) ?? "null";

const listWriter =
  (item: JsonWriter): JsonWriter =>
  (value) => {
    let text = "";
    for (const entry of value as Iterable<unknown>) {
      if (entry !== undefined && entry !== null) text += text === "" ? item(entry) : `,${item(entry)}`;
    }
    return `[${text}]`;
  };

const mapWriter =
  (entryWriter: JsonWriter): JsonWriter =>
  (value) => {
    const entries = Object.entries(value as Record<string, unknown>)
      .filter(([, entry]) => entry !== undefined && entry !== null)
      .map(([key, entry]) => `${quoted(key)}:${entryWriter(entry)}`);
    return `{${entries.join(",")}}`;
  };

/** Compiles writers, one for each shape. */
export class JsonWriters {
  readonly #made = new Map<Shape, JsonWriter>();

  /** The writer of a shape. */
  writer(shape: Shape): JsonWriter {
    const known = this.#made.get(shape);
    if (known !== undefined) return known;
    let made: JsonWriter | undefined;
    // Why through a closure: a structure may contain itself, and asks for its writer while that is being made.
    this.#made.set(shape, (value) => (made ?? writeDocument)(value));
    made = this.#make(shape);
    this.#made.set(shape, made);
    return made;
  }

  #make(shape: Shape): JsonWriter {
    switch (shape.kind) {
      case "string":
        return quoted;
      case "integer":
      case "double":
        return writeNumber;
      case "boolean":
        return writeBoolean;
      case "timestamp":
        return writeTimestamp;
      case "blob":
        return writeBlob;
      case "document":
        return writeDocument;
      case "list":
        return listWriter(this.writer(shape.item));
      case "map":
        return mapWriter(this.writer(shape.value));
      case "structure":
        return this.#structure(shape);
    }
  }

  #structure(shape: StructureShape): JsonWriter {
    const members = shape.members.map((member) => ({
      name: member.name,
      first: `${quoted(member.name)}:`,
      next: `,${quoted(member.name)}:`,
      write: this.writer(member.shape),
    }));
    return (value) => {
      const record = value as Readonly<Record<string, unknown>>;
      let text = "";
      for (const member of members) {
        const entry = record[member.name];
        if (entry !== undefined && entry !== null)
          text += (text === "" ? member.first : member.next) + member.write(entry);
      }
      return `{${text}}`;
    };
  }
}
