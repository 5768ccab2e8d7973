import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { realWorld } from "../../world.ts";
import { openNeighbours } from "./neighbours.ts";
import { createSwitchboard } from "./switchboard.ts";
import { createTaskEndpoint } from "./task-endpoint.ts";

const folder = mkdtempSync(join(tmpdir(), "portreeve-neighbours-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const logger = (): void => {};
const credentials = (name: string) => ({
  credentialsId: name,
  roleArn: `arn:aws:iam::123456789012:role/${name}`,
  accessKeyId: "ASIA",
  secretAccessKey: "s",
  sessionToken: "t",
  expiration: "2026-01-01T00:00:00Z",
});

const endpointOf = async (name: string) => {
  const endpoint = createTaskEndpoint({ port: 0, world: realWorld, logger });
  endpoint.addCredentials(name, () => credentials(name));
  await endpoint.ready;
  return endpoint;
};

describe("the switchboard of task endpoints", () => {
  it("hands each request to the agent that knows the id, whoever has the port", async () => {
    const [mine, theirs] = [await endpointOf("mine"), await endpointOf("theirs")];
    const board = createSwitchboard({
      port: 0,
      neighbours: openNeighbours(folder),
      world: realWorld,
      logger,
    });
    await board.ready;
    board.serve(mine.port() ?? 0);
    // A neighbour is another living process; this test's parent is one.
    openNeighbours(folder, process.ppid).announce(theirs.port() ?? 0);
    const get = async (id: string) => {
      const response = await fetch(`http://127.0.0.1:${board.port()}/v2/credentials/${id}`);
      return {
        status: response.status,
        body: (await response.json()) as { RoleArn?: string; code?: string },
      };
    };
    assert.equal((await get("mine")).body.RoleArn, credentials("mine").roleArn);
    assert.equal((await get("theirs")).body.RoleArn, credentials("theirs").roleArn);
    assert.deepEqual(await get("nobody's").then(({ status, body }) => [status, body.code]), [
      400,
      "InvalidIdInRequest",
    ]);
    await Promise.all([board.close(), mine.close(), theirs.close()]);
  });

  it("takes the port over when its holder goes away", async () => {
    const first = createSwitchboard({
      port: 0,
      neighbours: openNeighbours(folder),
      world: realWorld,
      logger,
    });
    await first.ready;
    const port = first.port() ?? 0;
    const waiting: (() => void)[] = [];
    const world = {
      ...realWorld,
      after: (_: number, action: () => void) => {
        waiting.push(action);
        return () => {};
      },
    };
    const second = createSwitchboard({ port, neighbours: openNeighbours(folder), world, logger });
    await second.ready;
    assert.equal(second.port(), undefined);
    await first.close();
    waiting.pop()?.();
    while (second.port() === undefined) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(second.port(), port);
    await second.close();
  });

  it("forgets the announcements of processes that are gone", () => {
    const neighbours = openNeighbours(folder);
    writeFileSync(join(folder, "999999999"), "1");
    neighbours.announce(7);
    assert.deepEqual(neighbours.ports().slice(0, 1), [7]);
    assert.ok(!neighbours.ports().includes(1));
    neighbours.withdraw();
  });
});

describe("the folder of announcements", () => {
  it("is refused where others could put another in its place", () => {
    const outer = mkdtempSync(join(tmpdir(), "portreeve-neighbours-"));
    try {
      // Open to everybody and not sticky: whoever wants may rename what is in there.
      chmodSync(outer, 0o777);
      assert.throws(() => openNeighbours(join(outer, "task-endpoints")), /may be changed by others/);
      chmodSync(outer, 0o1777);
      openNeighbours(join(outer, "task-endpoints"));
      symlinkSync(join(outer, "task-endpoints"), join(outer, "elsewhere"));
      assert.throws(() => openNeighbours(join(outer, "elsewhere")), /may be changed by others/);
      chmodSync(join(outer, "task-endpoints"), 0o770);
      assert.throws(() => openNeighbours(join(outer, "task-endpoints")), /may be changed by others/);
    } finally {
      rmSync(outer, { recursive: true, force: true });
    }
  });
});
