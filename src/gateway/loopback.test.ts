import assert from "node:assert/strict";
import { it } from "node:test";
import { isLoopback } from "./loopback.ts";

it("tells this machine from others", () => {
  for (const [address, expected] of [
    ["127.0.0.1", true],
    ["127.8.9.10", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
    ["::ffff:128.0.0.1", false],
    ["128.0.0.1", false],
    ["192.168.1.1", false],
    ["::2", false],
    ["localhost", false],
    ["", false],
    [undefined, false],
  ] as const)
    assert.equal(isLoopback(address), expected, address);
});
