import { readFile } from "node:fs/promises";

/**
 * What a service gives as its `schemas` when `scripts/extract-wire-shapes.mjs` wrote them to a file next to
 * it: `schemas: readWireShapes(new URL("./wire-shapes.data.json", import.meta.url))`. Loading the official
 * client instead costs a hundred times the time and memory.
 */
export const readWireShapes = (file: URL) => async (): Promise<Readonly<Record<string, unknown>>> =>
  JSON.parse(await readFile(file, "utf8")) as Readonly<Record<string, unknown>>;
