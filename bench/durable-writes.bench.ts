import { openHarbour } from "../examples/shared/harbour.ts";
import { loadFromOutside } from "./load/client-process.ts";
import { restrictedUser } from "./load/restricted-user.ts";
import { signedMessage } from "./load/signed-message.ts";

const CLIENTS = 64;
const REQUESTS = 10_000;

/** How many commits the storage has made durable, from /metrics. */
const fsyncs = async (endpoint: string): Promise<number> => {
  const text = await fetch(`${endpoint}/metrics`).then((response) => response.text());
  const line = text.split("\n").find((found) => /^portreeve_storage_commits(_total)?(\{.*\})? /.test(found));
  return Number(line?.split(" ").at(-1) ?? Number.NaN);
};

/** Acknowledged and durable writes: SQLite with synchronous=FULL, each answer sent after its commit. */
const harbour = await openHarbour();
const port = Number(new URL(harbour.endpoint).port);
const key = await restrictedUser(harbour);
const inputs = {
  CreateCluster: (index: number) => ({ clusterName: `cluster-${index}` }),
  RegisterTaskDefinition: (index: number) => ({
    family: `family-${index % 100}`,
    containerDefinitions: [
      { name: "web", image: "web:1", memory: 64, portMappings: [{ containerPort: 80 }] },
    ],
  }),
} as const;
for (const [operation, input] of Object.entries(inputs)) {
  const messages = Array.from({ length: REQUESTS }, (_, index) =>
    signedMessage(port, key, operation, input(index)),
  );
  const before = await fsyncs(harbour.endpoint);
  const result = await loadFromOutside({ port, connections: CLIENTS, requests: REQUESTS, messages });
  const commits = (await fsyncs(harbour.endpoint)) - before;
  console.log(
    `${operation.padEnd(24)} ${Math.round(result.requests / result.seconds)} acknowledged/s with ${CLIENTS} clients, p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms, ${(commits / result.requests).toFixed(3)} fsyncs a request, ${JSON.stringify(result.statuses)} (wanted: at least 2000/s)`,
  );
}
await harbour.close();
