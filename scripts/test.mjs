// `npm test`: installs what is missing, then checks types, style and behaviour. Arguments name test files;
// without any, everything runs.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { canInstall, install } from "./setup/debian.mjs";
import { ensureDependencies, node, root } from "./setup/dependencies.mjs";
import { ensureDocker } from "./setup/docker.mjs";
import { ensureHaproxy } from "./setup/haproxy.mjs";
import { say, step } from "./setup/progress.mjs";
import { run } from "./setup/run.mjs";

const named = process.argv.slice(2);

/** Debian packages that the end-to-end tests use, by a file each brings. */
const NEEDED = {
  "/bin/busybox": "busybox-static",
  "/usr/bin/aws": "awscli",
  "/usr/bin/curl": "curl",
  "/usr/bin/openssl": "openssl",
  "/usr/bin/wrk": "wrk",
};

const ensureSystem = async () => {
  const missing = Object.entries(NEEDED).filter(([file]) => !existsSync(file));
  if (missing.length > 0 && canInstall()) await install(missing.map(([, name]) => name));
  else if (missing.length > 0)
    say(`Tests that need ${missing.map(([, name]) => name).join(", ")} will fail.`);
  await ensureHaproxy();
  await ensureDocker();
};

const tool = (name, args) => run(join(root, "node_modules/.bin", name), args, { cwd: root });

const test = (files) =>
  new Promise((resolve) => {
    const concurrency = String(Math.max(2, cpus().length));
    const child = spawn(node, ["--test", `--test-concurrency=${concurrency}`, ...files], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, NODE_COMPILE_CACHE: join(root, "node_modules/.cache/node") },
    });
    child.on("exit", (code) => resolve(code ?? 1));
  });

try {
  await ensureDependencies();
  await ensureSystem();
  if (named.length === 0) {
    await step("Checking types", () => tool("tsc", ["--noEmit"]));
    await step("Checking style", () => tool("biome", ["check", "--error-on-warnings", "."]));
  }
} catch (error) {
  say(error.message);
  process.exit(1);
}
const everything = ["src", "tests", "examples", "scripts"].map((folder) => `${folder}/**/*.test.{ts,mjs}`);
process.exit(await test(named.length > 0 ? named : everything));
