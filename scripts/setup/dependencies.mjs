import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { step } from "./progress.mjs";
import { run } from "./run.mjs";

/** The folder of the project. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The Node.js that everything but the set-up runs on; it comes as a package. */
export const node = join(root, "node_modules/node/bin/node");

const stamp = join(root, "node_modules/.portreeve-installed");

const wanted = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

const installed = () => existsSync(stamp) && existsSync(node) && readFileSync(stamp, "utf8") === wanted();

/** Installs the packages of the lock file, unless exactly they are there. */
export const ensureDependencies = async () => {
  if (installed()) return;
  await step("Installing packages (once)", async (detail) => {
    await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: root, onLine: detail });
    // Where npm does not run install scripts, the package that brings Node.js still has to fetch its part.
    if (!existsSync(node)) {
      await run(process.execPath, ["installArchSpecificPackage"], { cwd: join(root, "node_modules/node") });
    }
    writeFileSync(stamp, wanted());
  });
};
