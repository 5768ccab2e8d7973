import { readFile, rename, stat, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Writes the host's program as JavaScript: `prepare-program.ts <entry URL> <sources> <manifest>`. A process of its
 * own, because the compiler stays in the memory of the one that used it.
 */
const [entry = "", sourcesFile = "", manifestFile = ""] = process.argv.slice(2);

/** Relative imports, static and dynamic. */
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)["'](\.[^"']+\.ts)["']/g;

const sources: Record<string, string> = {};
const files: Record<string, string> = {};

const add = async (url: string): Promise<void> => {
  if (sources[url] !== undefined) return;
  const file = fileURLToPath(url);
  const { mtimeMs, size } = await stat(file);
  const source = stripTypeScriptTypes(await readFile(file, "utf8"));
  sources[url] = source;
  files[file] = `${mtimeMs}/${size}`;
  for (const [, path = ""] of source.matchAll(IMPORT)) await add(new URL(path, url).href);
};

await add(entry);
for (const [file, content] of [
  [sourcesFile, sources],
  [manifestFile, { node: process.version, files }],
] as const) {
  await writeFile(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
