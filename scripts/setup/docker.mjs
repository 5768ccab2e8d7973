import { spawn } from "node:child_process";
import { existsSync, openSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canInstall, install } from "./debian.mjs";
import { say, step } from "./progress.mjs";
import { has, run } from "./run.mjs";

const socketPath = () => {
  const host = process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock";
  return host.startsWith("unix://") ? host.slice("unix://".length) : undefined;
};

/** Whether a Docker Engine answers. */
export const dockerAnswers = () =>
  new Promise((resolve) => {
    const path = socketPath();
    // A remote engine is the user's own business: what it is and whether it runs.
    if (path === undefined) return resolve(true);
    const ping = request({ socketPath: path, path: "/_ping", timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on("error", () => resolve(false));
    ping.on("timeout", () => ping.destroy());
    ping.end();
  });

const waitUntilItAnswers = async (log) => {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (await dockerAnswers()) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the Docker Engine did not answer within a minute; its log is ${log}`);
};

const startEngine = () =>
  step("Starting the Docker Engine", async () => {
    if (existsSync("/run/systemd/system")) {
      await run("systemctl", ["start", "docker"]);
      return waitUntilItAnswers("shown by: journalctl -u docker");
    }
    const log = join(tmpdir(), "portreeve-dockerd.log");
    const file = openSync(log, "a");
    spawn("dockerd", [], { detached: true, stdio: ["ignore", file, file] }).unref();
    return waitUntilItAnswers(log);
  });

/**
 * Sees to it that a Docker Engine answers. Where it can't, it says in one line what to do; answers whether
 * there is one.
 */
export const ensureDocker = async () => {
  if (await dockerAnswers()) return true;
  if (!has("dockerd") && canInstall()) await install(["docker.io", "iptables"]);
  if (has("dockerd") && process.getuid?.() === 0) {
    await startEngine();
    return true;
  }
  say(
    "No Docker Engine answers: install Docker and start it (Debian, Ubuntu: apt-get install docker.io), or use --containers simulated.",
  );
  return false;
};
