import { execFile } from "node:child_process";
import { mkdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

type Manifest = { readonly node: string; readonly files: Readonly<Record<string, string>> };

const PREPARE = fileURLToPath(new URL("./prepare-program.ts", import.meta.url));

/** The module that makes a process load its program from the prepared sources; for `--import`. */
export const LOADER = new URL("./load-program.mjs", import.meta.url).href;

const isCurrent = async (manifestFile: string): Promise<boolean> => {
  try {
    const { node, files } = JSON.parse(await readFile(manifestFile, "utf8")) as Manifest;
    if (node !== process.version) return false;
    for (const [file, seen] of Object.entries(files)) {
      const { mtimeMs, size } = await stat(file);
      if (`${mtimeMs}/${size}` !== seen) return false;
    }
    return true;
  } catch {
    return false;
  }
};

/**
 * The file with the JavaScript of the program that starts at `entry`, made when it is missing or older than the
 * program. Stripping types in the host itself would cost it 37 MB for good.
 */
export const preparedProgram = async (entry: URL, directory: string): Promise<string> => {
  const sourcesFile = join(directory, "program.json");
  const manifestFile = join(directory, "manifest.json");
  if (await isCurrent(manifestFile)) return sourcesFile;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // A manifest must never vouch for sources that a crash left half-made.
  await rm(manifestFile, { force: true });
  await promisify(execFile)(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", PREPARE, entry.href, sourcesFile, manifestFile],
    { env: {} },
  );
  return sourcesFile;
};
