import { existsSync } from "node:fs";
import { step } from "./progress.mjs";
import { run } from "./run.mjs";

/** Whether packages can be installed here: Debian or a relative of it, and root. */
export const canInstall = () => existsSync("/etc/debian_version") && process.getuid?.() === 0;

let updated = false;

/** Installs Debian packages; the first call of a run updates the package lists. */
export const install = (packages) =>
  step(`Installing ${packages.join(", ")} (Debian packages)`, async (detail) => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    if (!updated) await run("apt-get", ["update", "-q"], { env, onLine: detail });
    updated = true;
    await run("apt-get", ["install", "-y", "-q", ...packages], {
      env,
      onLine: detail,
    });
  });
