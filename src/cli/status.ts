import type { DataFolder } from "./data-folder.ts";
import { readEndpoint } from "./endpoint-file.ts";

/** `portreeve status`: exit code 0 when the control plane answers, 1 when it doesn't. */
export const status = async (folder: DataFolder, options: { readonly json?: boolean }): Promise<void> => {
  const endpoint = readEndpoint(folder);
  const health = await fetch(new URL("/health", endpoint.url)).then(
    (response) => response.json() as Promise<Readonly<Record<string, unknown>>>,
    () => undefined,
  );
  if (health === undefined) process.exitCode = 1;
  const facts = { running: health !== undefined, endpoint: endpoint.url, data: folder.path, ...health };
  if (options.json) {
    process.stdout.write(`${JSON.stringify(facts)}\n`);
    return;
  }
  for (const [name, value] of Object.entries(facts)) {
    const shown = typeof value === "object" ? JSON.stringify(value) : String(value);
    process.stdout.write(`${name.padEnd(12)} ${shown}\n`);
  }
};
