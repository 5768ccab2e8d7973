import assert from "node:assert/strict";
import { type ChildProcess, execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { realWorld } from "../../../world.ts";
import { forkHost, hostProcess } from "./child-process.ts";
import { createInstanceHost } from "./instance-host.ts";
import type { HostedInstance } from "./messages.ts";

const ENDPOINT = "http://127.0.0.1:9";
let folder = "";

before(async () => {
  process.env["PORTREEVE_TEST_SECRET"] = "hunter2";
  folder = await mkdtemp(join(tmpdir(), "portreeve-process-"));
  await writeFile(join(folder, "secret.key"), "hunter2");
});
after(async () => {
  delete process.env["PORTREEVE_TEST_SECRET"];
  await rm(folder, { recursive: true, force: true });
});

/** What becomes of JavaScript that is run as the host's program is. */
const attempt = async (code: string): Promise<string> => {
  const { env, execArgv } = await hostProcess(join(folder, "instances"), ENDPOINT);
  const script = `try { ${code}; console.log("done") } catch (error) { console.log(error.code) }`;
  const { stdout } = await promisify(execFile)(process.execPath, [...execArgv, "-e", script], { env });
  return stdout.trim();
};

test("the process may use its agents' folders, and neither the data folder nor other programs", async () => {
  const agents = join(folder, "instances", "agents");
  const fs = 'require("node:fs")';
  const cases: readonly (readonly [code: string, outcome: string])[] = [
    [`${fs}.writeFileSync(${JSON.stringify(join(agents, "x"))}, "")`, "done"],
    [`${fs}.readFileSync(${JSON.stringify(join(folder, "secret.key"))})`, "ERR_ACCESS_DENIED"],
    [`${fs}.readFileSync("/etc/passwd")`, "ERR_ACCESS_DENIED"],
    [`${fs}.writeFileSync(process.env.PORTREEVE_PROGRAM, "{}")`, "ERR_ACCESS_DENIED"],
    [`require("node:child_process").spawnSync("true")`, "ERR_ACCESS_DENIED"],
  ];
  for (const [code, outcome] of cases) assert.equal(await attempt(code), outcome, code);
});

test("the host sees no secret, is started again when it dies, and ends when nothing runs", async () => {
  const children: ChildProcess[] = [];
  const consoleLines: string[] = [];
  let heard = (): void => {};
  const host = createInstanceHost({
    containers: "simulated",
    endpoint: ENDPOINT,
    dataDirectory: join(folder, "instances"),
    world: realWorld,
    fork: async (...where) => {
      const child = await forkHost(...where);
      children.push(child);
      return child;
    },
  });
  host.onConsole((_id, text) => {
    consoleLines.push(text);
    heard();
  });
  const booted = async (times: number): Promise<void> => {
    while (consoleLines.filter((line) => line.startsWith("machine: ")).length < times) {
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
    }
  };
  const instance: HostedInstance = {
    id: "i-0123456789abcdef0",
    dataDirectory: host.dataDirectoryOf("i-0123456789abcdef0"),
    metadataEndpoint: ENDPOINT,
    environment: {},
    resources: { cpuUnits: 1024, memoryMiB: 900 },
  };
  try {
    await host.start(instance);
    await booted(1);
    if (process.platform === "linux") {
      const environment = await readFile(`/proc/${children[0]?.pid}/environ`, "utf8");
      assert.doesNotMatch(environment, /hunter2|SECRET|AWS_/);
    }
    children[0]?.kill("SIGKILL");
    await booted(2);
    assert.equal(children.length, 2);
    const gone = once(children[1] as ChildProcess, "exit");
    await host.halt(instance, "remove");
    await gone;
    assert.equal(children.length, 2);
  } finally {
    await host.close();
  }
});

test("the process ends by itself when the control plane is gone", async () => {
  const child = await forkHost(join(folder, "instances"), ENDPOINT);
  const ready = once(child, "message");
  child.send({ type: "setup", containers: "simulated", endpoint: ENDPOINT, taskEndpointPort: 0 });
  await ready;
  const exited = once(child, "exit");
  child.disconnect();
  assert.deepEqual(await exited, [0, null]);
});
