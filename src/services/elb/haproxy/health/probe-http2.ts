import { connect } from "node:http2";
import type { Socket } from "node:net";
import { CHECK_AGENT } from "../configuration/pool.ts";
import { uriText } from "../configuration/quote.ts";
import type { PlannedCheck } from "../plan/traffic-plan.ts";
import type { CheckResult } from "./result.ts";

/** An empty message of gRPC: not compressed, of length 0. */
const EMPTY_MESSAGE = Buffer.alloc(5);

/**
 * Checks a target that speaks HTTP/2, over a connection that is there; for gRPC it is the call's own status that
 * counts. Returns what ends it.
 */
export const probeHttp2 = (
  socket: Socket,
  check: PlannedCheck,
  matches: (ranges: PlannedCheck["codes"], code: number) => boolean,
  settle: (result: CheckResult) => void,
): (() => void) => {
  const session = connect("http://localhost", { createConnection: () => socket });
  session.on("error", () => settle({ kind: "failed" }));
  const { grpcCodes } = check;
  const stream = session.request({
    ":path": uriText(check.path) || "/",
    "user-agent": CHECK_AGENT,
    ...(grpcCodes === undefined
      ? {}
      : { ":method": "POST", "content-type": "application/grpc", te: "trailers" }),
  });
  const judge = (code: number, ranges: PlannedCheck["codes"]): void =>
    settle(matches(ranges, code) ? { kind: "passed" } : { kind: "code", code });
  stream.on("error", () => settle({ kind: "failed" }));
  stream.on("response", (headers) => {
    if (grpcCodes === undefined) judge(Number(headers[":status"]), check.codes);
    else if (headers["grpc-status"] !== undefined) judge(Number(headers["grpc-status"]), grpcCodes);
  });
  stream.on("trailers", (headers) => {
    if (grpcCodes !== undefined) judge(Number(headers["grpc-status"] ?? Number.NaN), grpcCodes);
  });
  stream.on("end", () => settle({ kind: "failed" }));
  stream.resume();
  stream.end(grpcCodes === undefined ? undefined : EMPTY_MESSAGE);
  return () => session.destroy();
};
