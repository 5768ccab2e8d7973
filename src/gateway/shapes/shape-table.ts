import { extractWireShapes } from "./extract.ts";
import type { OperationShape, Shape, StructureShape } from "./shape.ts";
import { type WireMember, type WireShapes, wireShapesFormat } from "./wire-shapes.ts";

/** The shapes of one service, made when they are asked for. */
export type ShapeTable = {
  /** Whether the service has such an operation, whether or not its shapes are known. */
  readonly has: (operation: string) => boolean;
  /** The shapes of an operation; undefined when they are not known. */
  readonly operation: (name: string) => OperationShape | undefined;
};

const SCALARS: ReadonlySet<string> = new Set([
  "string",
  "integer",
  "double",
  "boolean",
  "timestamp",
  "blob",
  "document",
]);

class LazyShapes implements ShapeTable {
  readonly #wire: WireShapes;
  readonly #itemName: string;
  readonly #made = new Map<string, Shape>();

  constructor(wire: WireShapes, itemName: string) {
    this.#wire = wire;
    this.#itemName = itemName;
  }

  has(operation: string): boolean {
    return Object.hasOwn(this.#wire.operations, operation);
  }

  operation(name: string): OperationShape | undefined {
    const found = this.has(name) ? this.#wire.operations[name] : undefined;
    if (found === undefined || found === null) return undefined;
    const [input, output] = found;
    return { name, input: this.#structure(input), output: this.#structure(output) };
  }

  #structure(name: string | null): StructureShape | undefined {
    if (name === null) return undefined;
    const shape = this.#shape(name);
    if (shape.kind !== "structure") throw new Error(`${name} is not a structure`);
    return shape;
  }

  #shape(type: string): Shape {
    const known = this.#made.get(type);
    if (known !== undefined) return known;
    const members = this.#wire.structures[type];
    if (members !== undefined) return this.#makeStructure(type, members);
    const made = this.#make(type);
    this.#made.set(type, made);
    return made;
  }

  #makeStructure(name: string, wire: readonly WireMember[]): StructureShape {
    const members: StructureShape["members"][number][] = [];
    const shape: StructureShape = { kind: "structure", name, members };
    // Why before its members: they may refer to it.
    this.#made.set(name, shape);
    for (const [member, type, required, query, xml] of wire) {
      members.push({
        name: member,
        shape: this.#shape(type),
        required: required === 1,
        queryName: query || member,
        xmlName: xml || member,
      });
    }
    return shape;
  }

  #make(type: string): Shape {
    if (SCALARS.has(type)) return { kind: type as "string" };
    const inner = type.slice(1, -1);
    if (type.startsWith("[")) return { kind: "list", item: this.#shape(inner), itemName: this.#itemName };
    if (type.startsWith("{")) return { kind: "map", value: this.#shape(inner) };
    const values = this.#wire.enums[type];
    if (values !== undefined) return { kind: "string", values: new Set(values) };
    const list = this.#wire.lists[type];
    if (list !== undefined)
      return { kind: "list", item: this.#shape(list[0]), itemName: list[1] ?? this.#itemName };
    const map = this.#wire.maps[type];
    if (map !== undefined) return { kind: "map", value: this.#shape(map) };
    throw new Error(`no shape is called ${type}`);
  }
}

const isWireShapes = (value: unknown): value is WireShapes =>
  typeof value === "object" && value !== null && "format" in value && value.format === wireShapesFormat;

/**
 * The shapes that a service's `schemas()` resolved to: either extracted ones, or a client's own exports.
 *
 * @param ec2 whether the service speaks ec2Query
 */
export const shapeTable = (schemas: unknown, ec2: boolean): ShapeTable =>
  new LazyShapes(
    isWireShapes(schemas)
      ? schemas
      : extractWireShapes(schemas as Readonly<Record<string, unknown>>, { client: "", ec2 }),
    ec2 ? "item" : "member",
  );
