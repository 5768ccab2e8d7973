import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { CHECK_AGENT } from "../configuration/pool.ts";
import { uriText } from "../configuration/quote.ts";
import type { PlannedCheck, PlannedPool, PlannedTarget } from "../plan/traffic-plan.ts";
import { probeHttp2 } from "./probe-http2.ts";
import type { CheckResult } from "./result.ts";

const matches = (ranges: PlannedCheck["codes"], code: number): boolean =>
  ranges.some(({ from, to }) => code >= from && code <= to);

/** "Nobody's connection", which keeps servers content that want to hear whose it is. https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt */
const PREFACES: Readonly<Record<PlannedPool["proxyProtocol"], Buffer>> = {
  none: Buffer.alloc(0),
  v1: Buffer.from("PROXY UNKNOWN\r\n"),
  v2: Buffer.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a, 0x20, 0, 0, 0]),
};

const LONGEST_LINE = 8192;

const request = (check: PlannedCheck): string =>
  [
    `GET ${uriText(check.path) || "/"} HTTP/1.1`,
    "Host: localhost",
    `User-Agent: ${CHECK_AGENT}`,
    "Connection: close",
    "",
    "",
  ].join("\r\n");

const probeHttp1 = (socket: Socket, check: PlannedCheck, settle: (result: CheckResult) => void): void => {
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
    const code = /^HTTP\/1\.[01] (\d{3})(?: |\r|\n)/.exec(text)?.[1];
    if (code !== undefined)
      settle(matches(check.codes, Number(code)) ? { kind: "passed" } : { kind: "code", code: Number(code) });
    else if (text.length > LONGEST_LINE || text.includes("\n")) settle({ kind: "failed" });
  });
  socket.write(request(check));
};

/** Checks a target once, as its pool wants it. Never rejects. */
export const probe = (pool: PlannedPool, check: PlannedCheck, target: PlannedTarget): Promise<CheckResult> =>
  new Promise((resolve) => {
    const port = check.port ?? target.port;
    const encrypted = check.protocol === "https" || check.protocol === "tls";
    const socket = connectTcp({ host: target.address, port });
    let end = (): void => {
      socket.destroy();
    };
    const settle = (result: CheckResult): void => {
      clearTimeout(timer);
      end();
      resolve(result);
    };
    const timer = setTimeout(() => settle({ kind: "timeout" }), check.timeout * 1000);
    const fail = (): void => settle({ kind: "failed" });
    const speak = (stream: Socket): void => {
      if (check.http2) end = probeHttp2(stream, check, matches, settle);
      else if (check.protocol === "http" || check.protocol === "https") probeHttp1(stream, check, settle);
      else settle({ kind: "passed" });
    };
    socket.on("error", fail);
    socket.on("close", fail);
    socket.on("connect", () => {
      if (check.port === undefined) socket.write(PREFACES[pool.proxyProtocol]);
      if (!encrypted) return speak(socket);
      // What targets show as a certificate is not looked at, here as at AWS.
      const secure = connectTls({
        socket,
        rejectUnauthorized: false,
        ...(check.http2 ? { ALPNProtocols: ["h2"] } : {}),
      });
      secure.on("error", fail);
      secure.on("secureConnect", () => speak(secure));
    });
  });
