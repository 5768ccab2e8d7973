import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A HAProxy with a configuration of its own. */
export type BareHaproxy = { readonly pid: number; readonly close: () => void };

/** Starts HAProxy with a configuration as somebody would write it. */
export const startHaproxy = (program: string, folder: string, name: string, text: string): BareHaproxy => {
  const file = join(folder, `${name}.cfg`);
  const pidFile = join(folder, `${name}.pid`);
  writeFileSync(file, text);
  execFileSync(program, ["-D", "-f", file, "-p", pidFile], { stdio: "ignore" });
  const pid = Number.parseInt(readFileSync(pidFile, "utf8"), 10);
  return { pid, close: () => process.kill(pid, "SIGKILL") };
};

const DEFAULTS = `
defaults
  mode http
  timeout client 60s
  timeout connect 5s
  timeout server 60s
`;

/** What stands behind the load balancers: it answers at once. */
export const targetConfiguration = (ports: readonly number[]): string => `
global
  nbthread 1
${DEFAULTS}
frontend target
${ports.map((port) => `  bind 127.0.0.1:${port}`).join("\n")}
  http-request return status 200 content-type text/plain string "hello, world"
`;

const servers = (targets: readonly number[], parameters: string): string =>
  targets.map((target, index) => `  server web${index} 127.0.0.1:${target} ${parameters}`).join("\n");

/** A load balancer for one service, written by hand, with as little as will do. */
export const bareMinimum = (port: number, targets: readonly number[]): string => `
global
  fd-hard-limit 200000
${DEFAULTS}
  option forwardfor
  option redispatch
  retries 3
frontend web
  bind 127.0.0.1:${port}
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Port ${port}
  default_backend web
backend web
  balance roundrobin
  option httpchk GET /
${servers(targets, "check")}
`;

/** The same by somebody who wants what an ALB does, and that no request fails when a target dies. */
export const sameByHand = (port: number, targets: readonly number[]): string => `
global
  fd-hard-limit 200000
${DEFAULTS}
  option forwardfor
  option redispatch 1
  retries 3
frontend web
  bind 127.0.0.1:${port}
  http-request set-header X-Forwarded-Proto http
  http-request set-header X-Forwarded-Port ${port}
  http-request set-header X-Amzn-Trace-Id "Root=1-%{+X}Ts-%[uuid]" unless { req.hdr(X-Amzn-Trace-Id) -m found }
  default_backend web
backend web
  balance roundrobin
  retry-on conn-failure empty-response
  http-request disable-l7-retry unless { method GET HEAD OPTIONS }
  option httpchk GET /
${servers(targets, "check observe layer4 error-limit 1 on-error mark-down")}
`;
