#!/usr/bin/env node
// Runs the command line on the Node.js that the project brings along.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(import.meta.url);
const brought = fileURLToPath(new URL("../node_modules/node/bin/node", import.meta.url));
const cache = fileURLToPath(new URL("../node_modules/.cache/node", import.meta.url));

if (Number(process.versions.node.split(".")[0]) >= 24) {
  // Before the first TypeScript file is loaded: what comes from the cache needs no compiler in memory.
  enableCompileCache(cache);
  process.env.NODE_COMPILE_CACHE ??= cache;
  await import("../src/cli/main.ts");
} else if (existsSync(brought)) {
  const child = spawn(brought, [here, ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
} else {
  console.error("portreeve: the packages are not installed yet: run npm start once, in the project's folder");
  process.exit(1);
}
