// `npm run bench`: every figure, or those whose names are given. What comes out belongs into bench/RESULTS.md.

import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { basename, join } from "node:path";
import { ensureDependencies, node, root } from "./setup/dependencies.mjs";
import { ensureDocker } from "./setup/docker.mjs";

const named = process.argv.slice(2);

await ensureDependencies();
await ensureDocker();
const files = globSync("bench/*.bench.ts", { cwd: root })
  .sort()
  .filter((file) => named.length === 0 || named.includes(basename(file, ".bench.ts")));
console.log(`${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`);
let failed = false;
for (const file of files) {
  console.log(`\n== ${basename(file, ".bench.ts")}`);
  failed = spawnSync(node, [join(root, file)], { cwd: root, stdio: "inherit" }).status !== 0 || failed;
}
process.exit(failed ? 1 : 0);
