import type { Position } from "../../authorization/index.ts";
import { JsonError, type JsonNode, type JsonObject, readJson } from "../../authorization/language/json.ts";
import { positionsIn } from "../../authorization/language/positions.ts";
import { nearestName } from "../../policy-lint/reference/nearest-name.ts";
import { TestFileError } from "../test-file.ts";

/** Reads values of a JSON text and refuses what is not as it should be, with its place. */
export type JsonReader = {
  readonly root: JsonNode;
  readonly positionOf: (node: { readonly start: number }) => Position;
  /** The document's text of a value. */
  readonly textOf: (node: JsonNode) => string;
  /** Throws {@link TestFileError}. */
  readonly refuse: (node: { readonly start: number }, message: string) => never;
  /** The members of an object that may have only these. */
  readonly members: (node: JsonNode, what: string, known: readonly string[]) => ReadonlyMap<string, JsonNode>;
  readonly string: (node: JsonNode, what: string) => string;
  readonly oneOf: <Value extends string>(node: JsonNode, what: string, values: readonly Value[]) => Value;
  /** A list; a single value is a list of one. */
  readonly list: (node: JsonNode) => readonly JsonNode[];
  readonly strings: (node: JsonNode, what: string) => readonly string[];
  /** A map of strings; numbers and Booleans are written as strings. */
  readonly scalar: (node: JsonNode, what: string) => string;
  readonly object: (node: JsonNode, what: string) => JsonObject;
};

/** Opens a JSON text. Throws {@link TestFileError} when it is none: comments and trailing commas are refused. */
export const openJson = (file: string, source: string): JsonReader => {
  const positions = positionsIn(source);
  const refuse = ({ start }: { readonly start: number }, message: string): never => {
    throw new TestFileError(file, positions(start), message);
  };
  const object = (node: JsonNode, what: string): JsonObject =>
    node.type === "object" ? node : refuse(node, `${what} is an object`);
  const string = (node: JsonNode, what: string): string =>
    node.type === "string" ? node.value : refuse(node, `${what} is a string`);
  const list = (node: JsonNode): readonly JsonNode[] => (node.type === "array" ? node.items : [node]);
  return {
    root: parse(source, refuse),
    positionOf: ({ start }) => positions(start),
    textOf: ({ start, end }) => source.slice(start, end),
    refuse,
    object,
    string,
    list,
    strings: (node, what) => list(node).map((item) => string(item, what)),
    oneOf: (node, what, values) => {
      const written = string(node, what);
      const found = values.find((value) => value === written);
      return found ?? refuse(node, `${what} is one of ${values.join(", ")}, not "${written}"`);
    },
    scalar: (node, what) => {
      if (node.type === "number") return node.text;
      if (node.type === "boolean") return String(node.value);
      return string(node, what);
    },
    members: (node, what, known) => {
      const found = new Map<string, JsonNode>();
      for (const { key, keyStart, value } of object(node, what).members) {
        if (!known.includes(key)) {
          const near = nearestName(key, known);
          refuse(
            { start: keyStart },
            `${what} has no "${key}"${near === undefined ? "" : `; did you mean "${near}"?`}`,
          );
        }
        found.set(key, value);
      }
      return found;
    },
  };
};

const parse = (source: string, refuse: JsonReader["refuse"]): JsonNode => {
  try {
    return readJson(source.startsWith("\uFEFF") ? ` ${source.slice(1)}` : source);
  } catch (error) {
    if (error instanceof JsonError) return refuse({ start: error.offset }, error.message);
    throw error;
  }
};
