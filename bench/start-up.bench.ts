import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openHarbour } from "../examples/shared/harbour.ts";
import { launchInstance } from "./load/launch-instance.ts";
import { runLoad } from "./load/raw-client.ts";
import { signedMessage } from "./load/signed-message.ts";

const ROUNDS = 5;
const PORT = 45_660;

const root = fileURLToPath(new URL("..", import.meta.url));

const firstAnswer = async (folder: string): Promise<number> => {
  const started = performance.now();
  const child = spawn("npm", ["start", "--", "--data", folder, "--port", String(PORT)], {
    cwd: root,
    detached: true,
    stdio: "ignore",
  });
  const accounts = join(folder, "accounts/123456789012.json");
  for (;;) {
    try {
      const key = JSON.parse(readFileSync(accounts, "utf8"));
      const messages = [signedMessage(PORT, key, "ListClusters", {})];
      const { statuses } = await runLoad({ port: PORT, connections: 1, requests: 1, messages });
      if (statuses["200"] === 1) break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  const milliseconds = performance.now() - started;
  await new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    // INVARIANT: a process that was started has an id.
    process.kill(-child.pid!, "SIGTERM");
  });
  return milliseconds;
};

/** Resident memory of a process and of those it started, in MB. */
const memory = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const own = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter(Boolean);
  return children.reduce((sum, child) => sum + memory(Number(child)), own);
};

const folder = mkdtempSync(join(tmpdir(), "portreeve-start-"));
const times: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) times.push(await firstAnswer(folder));
rmSync(folder, { recursive: true, force: true });
console.log(
  `npm start to the first answered call: ${times.map((time) => `${Math.round(time)} ms`).join(", ")} (wanted: at most 1500 ms)`,
);

const harbour = await openHarbour();
const terminate = await launchInstance(harbour, "default");
await new Promise((resolve) => setTimeout(resolve, 15_000));
const { pid } = JSON.parse(readFileSync(join(harbour.folder, "endpoint.json"), "utf8"));
console.log(
  `idle memory, control plane and agent together: ${Math.round(memory(pid))} MB (wanted: at most 220 MB)`,
);
await terminate();
await harbour.close();
