import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  aliceKey,
  fakeOperation,
  fakeServices,
  startTestGateway,
} from "../src/gateway/testing/test-gateway.ts";
import { loadFromOutside } from "./load/client-process.ts";
import type { LoadResult } from "./load/raw-client.ts";
import { signedMessage } from "./load/signed-message.ts";

// What the gateway alone costs: a signed DescribeClusters whose operation does nothing and needs no
// permission, against a bare node:http server that hashes, signs and answers the same bytes.

const CONNECTIONS = 16;
const REQUESTS = 30_000;
const ROUNDS = 3;

const cluster = {
  clusterArn: "arn:aws:ecs:us-east-1:123456789012:cluster/harbour",
  clusterName: "harbour",
  status: "ACTIVE",
  registeredContainerInstancesCount: 0,
  runningTasksCount: 0,
  pendingTasksCount: 0,
  activeServicesCount: 0,
  statistics: [],
  tags: [],
  settings: [],
  capacityProviders: [],
  defaultCapacityProviderStrategy: [],
};
const output = { clusters: [cluster], failures: [] };
const ecs = [fakeOperation("DescribeClusters", () => output)];
const { url, close } = await startTestGateway({
  services: fakeServices({ ecs, iam: [], sts: [], ec2: [] }),
});
const ours = Number(new URL(url).port);

const bare = fork(fileURLToPath(new URL("./load/bare-server.ts", import.meta.url)), [JSON.stringify(output)]);
const theirs = await new Promise<number>((resolve) => bare.once("message", (port) => resolve(Number(port))));

const load = (port: number): Promise<LoadResult> =>
  loadFromOutside({
    port,
    connections: CONNECTIONS,
    requests: REQUESTS,
    messages: [signedMessage(ours, aliceKey, "DescribeClusters", { clusters: ["harbour"] })],
  });

const rate = ({ requests, seconds, statuses }: LoadResult): number => {
  if (statuses["200"] !== requests) throw new Error(`not every answer was 200: ${JSON.stringify(statuses)}`);
  return requests / seconds;
};

let [best, least] = [0, 0];
for (let round = 0; round < ROUNDS; round += 1) {
  best = Math.max(best, rate(await load(ours)));
  least = Math.max(least, rate(await load(theirs)));
}
bare.disconnect();
await close();
console.log(`the gateway with a trivial operation   ${Math.round(best)} requests/s`);
console.log(`bare node:http: hash, sign, answer     ${Math.round(least)} requests/s`);
console.log(`ratio ${(best / least).toFixed(2)}`);
