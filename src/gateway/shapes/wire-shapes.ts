/**
 * The shapes of a service's API as data: what `scripts/extract-wire-shapes.mjs` writes to a file, and what
 * {@link import("./extract.ts").extractWireShapes} makes of an official client. A type is `string`, `integer`,
 * `double`, `boolean`, `timestamp`, `blob`, `document`, the name of an enum, list, map or structure, `[type]`
 * for a list, or `{type}` for a map from strings.
 */
export type WireShapes = {
  readonly format: typeof wireShapesFormat;
  /** The package and version the shapes come from. */
  readonly client: string;
  /** Operation → its input and output structures, `null` for none; `null` as a whole where they were left out. */
  readonly operations: Readonly<Record<string, WireOperation | null>>;
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly lists: Readonly<Record<string, WireList>>;
  /** Map → the type of its values. */
  readonly maps: Readonly<Record<string, string>>;
  readonly structures: Readonly<Record<string, readonly WireMember[]>>;
};

export type WireOperation = readonly [input: string | null, output: string | null];

/** A list's type and what one item is called in XML, where that is not `member`. */
export type WireList = readonly [type: string, itemName?: string];

/** A member; `query` and `xml` are its names on the wire, "" where they are its own name. */
export type WireMember = readonly [
  name: string,
  type: string,
  required?: 0 | 1,
  query?: string,
  xml?: string,
];

/** Marks the data, so that it can be told from a client's exports. */
export const wireShapesFormat = "portreeve wire shapes 1";
