import { existsSync } from "node:fs";
import { canInstall, install } from "./debian.mjs";
import { say } from "./progress.mjs";
import { has } from "./run.mjs";

const installed = () => existsSync("/usr/sbin/haproxy") || has("haproxy");

/**
 * Sees to it that HAProxy is there, which carries the traffic of load balancers. Where it can't, it says in one line
 * what to do: everything else works without.
 */
export const ensureHaproxy = async () => {
  if (installed()) return true;
  if (canInstall()) {
    try {
      await install(["haproxy"]);
    } catch (error) {
      say(error.message);
    }
  }
  if (installed()) return true;
  say(
    "HAProxy is not installed, so load balancers will carry no traffic: apt-get install haproxy, or brew install haproxy.",
  );
  return false;
};
