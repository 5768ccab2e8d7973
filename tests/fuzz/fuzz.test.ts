import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, before, describe, it } from "node:test";
import type { AccessKey, Clients } from "../product/clients.ts";
import { clientsOf } from "../product/clients.ts";
import { consistentState } from "../product/consistency.ts";
import { openProduct, type Product } from "../product/open-product.ts";
import { type Attempt, makeAttempt } from "./attempt.ts";
import { prepare } from "./prepared.ts";
import { type Random, seededRandom } from "./random.ts";
import { type Answer, createSender } from "./send.ts";
import { everyTarget } from "./targets.ts";

// Whatever the account's root, and now and then somebody with few rights, sends to any operation over HTTP, nothing breaks: no 5xx, no silence, and what is kept
// still fits together, also after a restart. PORTREEVE_FUZZ_REQUESTS and PORTREEVE_FUZZ_SEED change a run.

const REQUESTS = Number(process.env["PORTREEVE_FUZZ_REQUESTS"] ?? 6_000);
const SEED = Number(process.env["PORTREEVE_FUZZ_SEED"] ?? randomInt(1, 2 ** 31));
const CONNECTIONS = 8;

const described = ({ target, method, path, headers, body }: Attempt): string =>
  [
    `${target.service}:${target.operation} with PORTREEVE_FUZZ_SEED=${SEED}`,
    `${method} ${path.slice(0, 2_000)}`,
    ...Object.entries(headers)
      .filter(([name]) => name.startsWith("content") || name === "x-amz-target")
      .map(([name, value]) => `${name}: ${value}`),
    body.toString("latin1").slice(0, 4_000),
  ].join("\n");

const nameOf = ({ target: { service, protocol, operation } }: Attempt): string =>
  `${service}${"version" in protocol ? ` ${protocol.version}` : ""}:${operation}`;

describe("thousands of spoilt requests", () => {
  let product: Product;
  let clients: Clients;
  let guest: AccessKey;
  const statuses = new Map<number, number>();
  const succeeded = new Set<string>();

  before(async () => {
    // Listeners on whatever ports come up are not to be opened on this machine.
    process.env["PORTREEVE_HAPROXY"] = "/none";
    product = await openProduct();
    ({ clients, guest } = await prepare(product));
  });
  after(() => product.close());

  const judge = (attempt: Attempt, answer: Answer): void => {
    const { status, text } = answer;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === 200) succeeded.add(nameOf(attempt));
    if (status >= 200 && status < 500) return;
    const problem = product.problems.at(-1)?.fields["err"];
    const stack = problem instanceof Error ? problem.stack : JSON.stringify(problem);
    assert.fail(`${status} ${text.slice(0, 500)}\n${stack}\n${described(attempt)}`);
  };

  it(`find no 5xx and no silence at any operation (seed ${SEED})`, async () => {
    const random: Random = seededRandom(SEED);
    const targets = await everyTarget();
    const served = targets.filter((target) => target.served);
    const sender = createSender(product.url, CONNECTIONS);
    const failures: unknown[] = [];
    let left = Math.max(REQUESTS, targets.length);
    const worker = async (): Promise<void> => {
      while (left > 0 && failures.length === 0) {
        left -= 1;
        // Each in turn, and then any: none is left out.
        const target = targets[left] ?? random.pick(served);
        const key = random.oneIn(4) ? guest : product.root;
        const attempt = makeAttempt(random, target, `${product.url}/`, key);
        try {
          judge(attempt, await sender.send(attempt));
        } catch (error) {
          failures.push(
            error instanceof assert.AssertionError ? error : new Error(described(attempt), { cause: error }),
          );
        }
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, worker));
    sender.close();
    if (failures.length > 0) throw failures[0];
    assert.deepEqual(product.problems, []);
    const told = JSON.stringify([...statuses]);
    // If all were refused, or none, they would find nothing.
    assert.ok((statuses.get(200) ?? 0) > REQUESTS / 20, told);
    assert.ok((statuses.get(400) ?? 0) > REQUESTS / 5, told);
    assert.ok(succeeded.size > served.length / 3, `${succeeded.size} of ${served.length} operations`);
  });

  it("leave everything listable, describable, consistent, and the same after a restart", async () => {
    const before = await consistentState(clients);
    product = await product.restart();
    const after = await consistentState(clientsOf(product.url, product.root));
    assert.deepEqual(after, before);
  });
});
