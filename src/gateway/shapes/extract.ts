import { type WireList, type WireMember, type WireShapes, wireShapesFormat } from "./wire-shapes.ts";

/** What to take out of a client, and how its protocol names things. */
export type ExtractOptions = {
  /** The package and version, for the record. */
  readonly client: string;
  /** Only these operations' shapes; all when left out. The names of all operations are taken in any case. */
  readonly operations?: readonly string[];
  /** Whether the service speaks ec2Query, which capitalizes the names of parameters. */
  readonly ec2?: boolean;
  /** The TypeScript type that the client declares for a member of a structure, such as `LaunchType[]`. */
  readonly declaredType?: (structure: string, member: string) => string | undefined;
  /** Numbers are integers except for these, named `Structure.member`. */
  readonly doubles?: ReadonlySet<string>;
};

// The forms of schemas: https://github.com/smithy-lang/smithy-typescript (packages/types/src/schema)
const OPERATION = 9;
const LIST = 1;
const MAP = 2;
const LIST_OF = 64;
const MAP_OF = 128;
const SIMPLE: Readonly<Record<number, string>> = {
  0: "string",
  1: "integer",
  2: "boolean",
  4: "timestamp",
  5: "timestamp",
  6: "timestamp",
  7: "timestamp",
  15: "document",
  17: "integer",
  19: "double",
  21: "blob",
};

// Why: an enum as long as this (EC2's instance types) belongs to the service's own data, not to the wire's.
const LONGEST_ENUM = 200;

type Traits = { readonly xmlName?: string; readonly ec2QueryName?: string };
type Schema = readonly unknown[];

const traitsOf = (value: unknown): Traits => (typeof value === "object" && value !== null ? value : {});

/** Follows the functions that schemas use to refer to each other, and splits off a member's traits. */
const unwrap = (reference: unknown): { schema: number | Schema | "unit"; traits: Traits } => {
  let value = reference;
  let traits: Traits = {};
  for (;;) {
    if (typeof value === "function") value = value();
    else if (Array.isArray(value) && value.length === 2) {
      traits = { ...traits, ...traitsOf(value[1]) };
      value = value[0];
    } else if (Array.isArray(value) && value[0] === 0) value = value[4];
    else if (typeof value === "number" || Array.isArray(value) || value === "unit")
      return { schema: value, traits };
    else throw new Error(`a schema of an unknown form: ${String(value)}`);
  }
};

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const isEnum = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).length > 0 &&
  Object.values(value).length <= LONGEST_ENUM &&
  Object.values(value).every((entry) => typeof entry === "string");

class Extraction {
  readonly #exports: Readonly<Record<string, unknown>>;
  readonly #options: ExtractOptions;
  readonly enums: Record<string, readonly string[]> = {};
  readonly lists: Record<string, WireList> = {};
  readonly maps: Record<string, string> = {};
  readonly structures: Record<string, readonly WireMember[]> = {};

  constructor(exports: Readonly<Record<string, unknown>>, options: ExtractOptions) {
    this.#exports = exports;
    this.#options = options;
  }

  structure(reference: unknown): string | null {
    const { schema } = unwrap(reference);
    return schema === "unit" ? null : this.#type(schema, "", "");
  }

  #type(schema: number | Schema | "unit", structure: string, member: string): string {
    if (schema === "unit") return this.#emptyStructure();
    if (typeof schema === "number") return this.#simple(schema, structure, member);
    const [kind, , name, , first, second, required] = schema;
    const shape = String(name);
    if (kind === LIST) {
      if (shape in this.lists) return shape;
      const item = unwrap(first);
      const itemName = item.traits.xmlName;
      // Why twice: the name must be taken before the items are looked at, as shapes may refer to themselves.
      this.lists[shape] = ["string"];
      const type = this.#type(item.schema, structure, member);
      this.lists[shape] = itemName === undefined ? [type] : [type, itemName];
    } else if (kind === MAP) {
      if (shape in this.maps) return shape;
      this.maps[shape] = "string";
      this.maps[shape] = this.#type(unwrap(second).schema, shape, "value");
    } else {
      if (shape in this.structures) return shape;
      this.structures[shape] = [];
      const names = first as readonly string[];
      const types = second as readonly unknown[];
      this.structures[shape] = names.map((memberName, index) =>
        this.#member(shape, memberName, types[index], index < Number(required ?? 0)),
      );
    }
    return shape;
  }

  #emptyStructure(): string {
    this.structures["Unit"] = [];
    return "Unit";
  }

  #simple(schema: number, structure: string, member: string): string {
    if (schema >= MAP_OF) return `{${this.#simple(schema & ~MAP_OF, structure, member)}}`;
    if (schema >= LIST_OF) return `[${this.#simple(schema & ~LIST_OF, structure, member)}]`;
    const type = SIMPLE[schema];
    if (type === undefined) throw new Error(`${structure}.${member} has a type of unknown form: ${schema}`);
    if (type === "integer" && this.#options.doubles?.has(`${structure}.${member}`) === true) return "double";
    return type === "string" ? this.#string(structure, member) : type;
  }

  #string(structure: string, member: string): string {
    const declared = this.#options.declaredType?.(structure, member)?.replace(/(\[\])+$/, "");
    const found = declared === undefined ? undefined : this.#exports[declared];
    if (declared === undefined || !isEnum(found)) return "string";
    this.enums[declared] = Object.values(found).sort();
    return declared;
  }

  #member(structure: string, name: string, reference: unknown, required: boolean): WireMember {
    const { schema, traits } = unwrap(reference);
    const type = this.#type(schema, structure, name);
    const xml = traits.xmlName ?? name;
    const query = this.#options.ec2 === true ? (traits.ec2QueryName ?? capitalized(xml)) : xml;
    const whole: WireMember = [
      name,
      type,
      required ? 1 : 0,
      query === name ? "" : query,
      xml === name ? "" : xml,
    ];
    const length = whole.findLastIndex((part) => part !== 0 && part !== "") + 1;
    return whole.slice(0, length) as unknown as WireMember;
  }
}

const sorted = <Value>(record: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Reads the shapes out of the exports of an official client (`RunTask$`, `RunTaskRequest$`, …). */
export const extractWireShapes = (
  exports: Readonly<Record<string, unknown>>,
  options: ExtractOptions,
): WireShapes => {
  const extraction = new Extraction(exports, options);
  const operations: Record<string, readonly [string | null, string | null] | null> = {};
  const found = Object.values(exports).filter(
    (value): value is Schema =>
      Array.isArray(value) && value[0] === OPERATION && typeof value[2] === "string",
  );
  const wanted = found.filter(
    ([, , name]) => options.operations === undefined || options.operations.includes(String(name)),
  );
  for (const [, , name] of found) operations[String(name)] = null;
  // Why inputs first: what enums a member has matters for inputs only.
  const inputs = wanted.map(([, , , , input]) => extraction.structure(input));
  const outputs = new Extraction(exports, { ...options, declaredType: () => undefined });
  wanted.forEach(([, , name, , , output], index) => {
    operations[String(name)] = [inputs[index] ?? null, outputs.structure(output)];
  });
  return {
    format: wireShapesFormat,
    client: options.client,
    operations: sorted(operations),
    enums: sorted(extraction.enums),
    lists: sorted({ ...outputs.lists, ...extraction.lists }),
    maps: sorted({ ...outputs.maps, ...extraction.maps }),
    structures: sorted({ ...outputs.structures, ...extraction.structures }),
  };
};
