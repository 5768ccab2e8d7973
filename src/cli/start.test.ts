import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../bin/portreeve.mjs", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "portreeve-start-"));
after(() => rmSync(root, { recursive: true, force: true }));
let count = 0;

/** Runs `portreeve up` until it ends, or is ready and then told to end. */
const up = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly text: string; readonly data: string }> =>
  new Promise((resolve) => {
    const data = join(root, String(count++));
    const child = spawn(
      process.execPath,
      [main, "up", "--data", data, "--containers", "simulated", ...args],
      {
        env: { ...process.env, ...environment },
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let text = "";
    let told = false;
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      if (told || !text.includes("When a call is refused")) return;
      told = true;
      child.kill("SIGTERM");
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("exit", (code) => resolve({ code, text, data }));
  });

describe("portreeve up", { concurrency: 2 }, () => {
  it("does not start in a mode that it does not know", async () => {
    for (const [args, environment] of [
      [["--iam", "Audit"], {}],
      [[], { PORTREEVE_IAM: "disabled" }],
    ] as const) {
      const { code, text, data } = await up(["--port", "0", ...args], environment);
      assert.equal(code, 1);
      assert.match(
        text,
        /^portreeve: "(Audit|disabled)" is no IAM mode: it is enforce \(the default\), audit or off\n$/,
      );
      assert.ok(!existsSync(data));
    }
  });

  it("says loudly that it audits, and ends when it is told to", async () => {
    const { code, text } = await up(["--port", "0", "--iam", "audit"]);
    assert.equal(code, 0);
    assert.match(text, /iam +AUDIT: every call is allowed, and what would have been denied is recorded/);
  });

  it("ends at once where its port is taken", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { code, text } = await up(["--port", String(port)]);
    server.close();
    assert.equal(code, 1);
    assert.match(text, /is taken: stop what listens there, or choose another --port/);
  });
});
