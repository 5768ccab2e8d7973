import { fork, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openHarbour } from "../examples/shared/harbour.ts";
import { loadFromOutside } from "./load/client-process.ts";
import type { LoadResult } from "./load/raw-client.ts";
import { signedMessage } from "./load/signed-message.ts";

const CONNECTIONS = 16;
const REQUESTS = 20_000;
const ROUNDS = 3;
const MOTO_PORT = 45_661;

const bareServer = (answer: string): Promise<{ port: number; close: () => void }> =>
  new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL("./load/bare-server.ts", import.meta.url)), [answer]);
    child.once("message", (port) => resolve({ port: Number(port), close: () => child.disconnect() }));
  });

const rate = ({ requests, seconds }: LoadResult): number => requests / seconds;

const best = (results: readonly LoadResult[]): LoadResult =>
  results.reduce((left, right) => (rate(left) > rate(right) ? left : right));

const show = (name: string, result: LoadResult): void =>
  console.log(
    `${name.padEnd(44)} ${Math.round(rate(result)).toString().padStart(7)} requests/s, p50 ${result.p50.toFixed(2)} ms, p99 ${result.p99.toFixed(2)} ms, ${JSON.stringify(result.statuses)}`,
  );

/** moto's server, where Python has it. */
const motoServer = (): Promise<{ port: number; close: () => void } | undefined> =>
  new Promise((resolve) => {
    const child = spawn("moto_server", ["-p", String(MOTO_PORT)], { stdio: ["ignore", "pipe", "pipe"] });
    child.once("error", () => resolve(undefined));
    child.once("exit", () => resolve(undefined));
    const take = (chunk: Buffer): void => {
      if (chunk.includes("Running on")) resolve({ port: MOTO_PORT, close: () => child.kill() });
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
  });

const measureMoto = async (motoPort: number): Promise<LoadResult> => {
  const message = (operation: string, input: unknown) =>
    signedMessage(motoPort, { accessKeyId: "AKIAMOTO", secretAccessKey: "moto" }, operation, input);
  const once = { port: motoPort, connections: 1, requests: 1 };
  await loadFromOutside({ ...once, messages: [message("CreateCluster", { clusterName: "harbour" })] });
  const messages = [message("DescribeClusters", { clusters: ["harbour"] })];
  return loadFromOutside({ port: motoPort, connections: CONNECTIONS, requests: 2_000, messages });
};

/** Signed, authorized DescribeClusters over HTTP, against the least that any such server must do. */
const harbour = await openHarbour();
const port = Number(new URL(harbour.endpoint).port);
const call = (operation: string, input: unknown) => signedMessage(port, harbour.root, operation, input);
await loadFromOutside({
  port,
  connections: 1,
  requests: 1,
  messages: [call("CreateCluster", { clusterName: "harbour" })],
});
const alice = await (await import("./load/restricted-user.ts")).restrictedUser(harbour);
const message = signedMessage(port, alice, "DescribeClusters", { clusters: ["harbour"] });
const answer = await fetch(`${harbour.endpoint}/`, {
  method: "POST",
  headers: Object.fromEntries(
    message
      .split("\r\n\r\n")[0]!
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(": ") as [string, string])
      .filter(([name]) => name !== "host" && name !== "content-length"),
  ),
  body: message.split("\r\n\r\n")[1]!,
});
const bytes = await answer.text();
if (answer.status !== 200) throw new Error(bytes);
const bare = await bareServer(bytes);

const ours: LoadResult[] = [];
const theirs: LoadResult[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  ours.push(
    await loadFromOutside({ port, connections: CONNECTIONS, requests: REQUESTS, messages: [message] }),
  );
  theirs.push(
    await loadFromOutside({
      port: bare.port,
      connections: CONNECTIONS,
      requests: REQUESTS,
      messages: [message],
    }),
  );
}
bare.close();
await harbour.close();
const moto = await motoServer();
const motos = moto === undefined ? undefined : await measureMoto(moto.port);
moto?.close();
show("DescribeClusters, signed and authorized", best(ours));
show("bare node:http: hash, sign, answer the same", best(theirs));
console.log(`ratio ${(rate(best(ours)) / rate(best(theirs))).toFixed(2)} (wanted: at least 0.60)`);
console.log(
  motos === undefined
    ? "moto_server is not installed (pip install 'moto[server]'): not compared (wanted: at least 40 times)"
    : `moto_server                                  ${Math.round(rate(motos))} requests/s: ${(rate(best(ours)) / rate(motos)).toFixed(0)} times (wanted: at least 40)`,
);
