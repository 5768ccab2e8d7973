import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findHaproxy } from "../../../src/services/elb/haproxy/process/find-haproxy.ts";
import type { Visits } from "./visit.ts";

// The name that DescribeLoadBalancers shows is all that curl and a browser need. Each user has a network of its own
// here, so that port 80 and the door are free.

const run = promisify(execFile);
const VISIT = fileURLToPath(new URL("visit.ts", import.meta.url));
const NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];

/** Runs a command in a network where only this machine is, and nobody listens yet. */
const apart = (command: readonly string[]): readonly [string, readonly string[]] => [
  "unshare",
  ["--net", "--", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...command],
];

const works = ([program, parameters]: readonly [string, readonly string[]]): boolean => {
  try {
    execFileSync(program, [...parameters], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

const MISSING =
  findHaproxy() === undefined
    ? "HAProxy is not installed"
    : !works(["curl", ["--version"]])
      ? "curl is not installed"
      : !works(apart([...NOBODY, process.execPath, "--check", VISIT])) &&
        "only root can give each user a network, and nobody must be able to read the sources";

const visitsOf = async (...user: readonly string[]): Promise<Visits> => {
  const [program, parameters] = apart([...user, process.execPath, VISIT]);
  const env = { PATH: process.env["PATH"] ?? "", HOME: "/nonexistent" };
  const { stdout } = await run(program, [...parameters], { env, timeout: 60_000 });
  return JSON.parse(stdout) as Visits;
};

const PAGES = { http: "<p>usual</p>", ownPort: "<p>own</p>" } as const;

const checkPages = ({ pages, browser }: Visits): void => {
  assert.equal(pages.http[1], PAGES.http);
  assert.equal(pages.ownPort[1], PAGES.ownPort);
  // It has no instances; that it says so tells that it is the one who was asked.
  assert.match(pages.classic[1], /<h1>503 Service Unavailable<\/h1>/);
  if (browser !== undefined) assert.ok(browser.includes(PAGES.http), browser);
};

describe("the DNS name of a load balancer", { skip: MISSING, concurrency: true }, () => {
  it("is all that is needed where port 80 can be had", async () => {
    const visits = await visitsOf();
    assert.equal(visits.uid, 0);
    assert.match(visits.dnsName, /^web-\d+\.us-east-1\.elb\.localhost$/);
    assert.match(visits.classicDnsName, /^old-\d+\.us-east-1\.elb\.localhost$/);
    checkPages(visits);
  });

  it("is all that is needed where port 80 can't be had: it tells the port that stands in for it", async () => {
    const visits = await visitsOf(...NOBODY);
    assert.equal(visits.uid, 65_534);
    assert.match(visits.dnsName, /^web-\d+\.us-east-1\.elb\.localhost:8480$/);
    assert.match(visits.classicDnsName, /^old-\d+\.us-east-1\.elb\.localhost:8480$/);
    checkPages(visits);
  });
});
