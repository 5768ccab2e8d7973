// `npm start`: installs what is missing, starts everything, tells how to use it.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { canInstall, install } from "./setup/debian.mjs";
import { ensureDependencies, node, root } from "./setup/dependencies.mjs";
import { ensureDocker } from "./setup/docker.mjs";
import { ensureHaproxy } from "./setup/haproxy.mjs";
import { say } from "./setup/progress.mjs";
import { has } from "./setup/run.mjs";

const args = process.argv.slice(2);

try {
  await ensureDependencies();
  if (!args.includes("simulated")) await ensureDocker();
  await ensureHaproxy();
  if (!has("aws") && canInstall()) await install(["awscli"]);
} catch (error) {
  say(error.message);
  process.exit(1);
}

const command = [join(root, "bin/portreeve.mjs"), "up", ...args];
// Taking this process's place leaves one process less between the terminal and the control plane.
if (process.execve !== undefined && process.platform !== "win32") {
  process.execve(node, [node, ...command], process.env);
}
const child = spawn(node, command, { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
