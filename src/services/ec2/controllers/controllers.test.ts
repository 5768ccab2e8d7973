import assert from "node:assert/strict";
import { test } from "node:test";
import type { GetConsoleOutputCommandOutput } from "@aws-sdk/client-ec2";
import { createManualWorld, type ManualWorld } from "../../../agent/testing/manual-world.ts";
import { realWorld } from "../../../world.ts";
import type { InstanceHost } from "../instance-host/instance-host.ts";
import { CONSOLE_LIMIT } from "../instances/console-table.ts";
import type { InstanceStateName } from "../instances/instance-state.ts";
import { instanceTable } from "../instances/table.ts";
import { addInstance } from "../testing/add-instance.ts";
import { type TestPlane, testPlane } from "../testing/test-plane.ts";
import { startEc2Controllers } from "./start-controllers.ts";

const id = "i-0123456789abcdef0";

/** A host that notes what it is told, and can be told to fail. */
const fakeHost = () => {
  const told: string[] = [];
  const started: { readonly metadataEndpoint: string; readonly environment: object }[] = [];
  let failure: Error | undefined;
  let write: (instanceId: string, text: string) => void = () => {};
  const tell = async (what: string): Promise<void> => {
    if (failure !== undefined) throw failure;
    told.push(what);
  };
  const host: InstanceHost = {
    dataDirectoryOf: (instanceId) => `/agents/${instanceId}`,
    start: (instance) => {
      started.push(instance);
      return tell(`start ${instance.id}`);
    },
    halt: (instance, containers) => tell(`${containers} ${instance.id}`),
    reboot: (instance) => tell(`reboot ${instance.id}`),
    onConsole: (listener) => {
      write = listener;
    },
    close: async () => {},
  };
  return {
    host,
    told,
    started,
    say: (text: string) => write(id, text),
    fail: (error: Error | undefined) => {
      failure = error;
    },
  };
};

const scene = async (state?: InstanceStateName) => {
  const world: ManualWorld = createManualWorld(realWorld);
  const plane = await testPlane({ world });
  if (state !== undefined) await addInstance(plane, { id, state });
  const fake = fakeHost();
  const controllers = startEc2Controllers({ plane, host: fake.host });
  const settle = async (): Promise<void> => {
    // A change reaches the controllers once it is durable.
    for (let turn = 0; turn < 5; turn += 1) {
      await plane.state.transact(() => {});
      await new Promise((resolve) => setImmediate(resolve));
      await controllers.settled();
    }
  };
  await settle();
  return { world, plane, controllers, settle, ...fake };
};

const stateOf = (plane: TestPlane): string | undefined => plane.state.table(instanceTable).get(id)?.state;

test("pending becomes running when the host has taken it over; stop, start, reboot and terminate follow", async () => {
  const { plane, controllers, told, settle, world } = await scene("pending");
  assert.equal(stateOf(plane), "running");
  await plane.call("RebootInstances", { InstanceIds: [id] });
  await settle();
  await plane.call("StopInstances", { InstanceIds: [id] });
  await settle();
  assert.equal(stateOf(plane), "stopped");
  world.advance(1000);
  await plane.call("StartInstances", { InstanceIds: [id] });
  await settle();
  assert.equal(stateOf(plane), "running");
  await plane.call("TerminateInstances", { InstanceIds: [id] });
  await settle();
  assert.equal(stateOf(plane), "terminated");
  assert.deepEqual(told, [`start ${id}`, `reboot ${id}`, `stop ${id}`, `start ${id}`, `remove ${id}`]);
  await controllers.close();
});

test("after a restart of the control plane what should run is started again, and what was ending ends", async () => {
  const expected: Readonly<Record<InstanceStateName, readonly [string[], string]>> = {
    pending: [[`start ${id}`], "running"],
    running: [[`start ${id}`], "running"],
    stopping: [[`stop ${id}`], "stopped"],
    stopped: [[], "stopped"],
    "shutting-down": [[`remove ${id}`], "terminated"],
    terminated: [[], "terminated"],
  };
  for (const [state, [deeds, end]] of Object.entries(expected)) {
    const { plane, controllers, told } = await scene(state as InstanceStateName);
    assert.deepEqual(told, deeds, state);
    assert.equal(stateOf(plane), end, state);
    await controllers.close();
  }
});

test("a launch that the host cannot do ends as EC2 ends it", async () => {
  const { plane, controllers, fail, settle } = await scene();
  fail(new Error("no space left on device"));
  await addInstance(plane, { id, state: "pending" });
  await settle();
  const row = plane.state.table(instanceTable).get(id);
  assert.equal(row?.state, "terminated");
  assert.equal(row?.stateReason?.Code, "Server.InternalError");
  await controllers.close();
});

test("a halt that fails is tried again, and the instance is not gone before it is", async () => {
  const { plane, controllers, fail, settle, told, world } = await scene("running");
  fail(new Error("Docker does not answer"));
  await plane.call("TerminateInstances", { InstanceIds: [id] });
  await settle();
  assert.equal(stateOf(plane), "shutting-down");
  fail(undefined);
  world.advance(5_000);
  await settle();
  assert.equal(stateOf(plane), "terminated");
  assert.equal(told.at(-1), `remove ${id}`);
  await controllers.close();
});

test("a terminated instance is visible for an hour, with its tags and its console", async () => {
  const { plane, controllers, settle, world } = await scene("running");
  await plane.call("CreateTags", { Resources: [id], Tags: [{ Key: "a", Value: "b" }] });
  await plane.call("TerminateInstances", { InstanceIds: [id] });
  await settle();
  world.advance(3_599_999);
  await settle();
  assert.equal(stateOf(plane), "terminated");
  world.advance(1);
  await settle();
  assert.equal(stateOf(plane), undefined);
  assert.deepEqual(await plane.call("DescribeTags", {}), { Tags: [] });
  await controllers.close();
});

test("the console keeps its last 64 KiB, whole lines, stamped with the time", async () => {
  const { plane, controllers, say, settle, world } = await scene("running");
  const read = async (): Promise<string> => {
    world.advance(1_000);
    await settle();
    const { Output } = await plane.call<GetConsoleOutputCommandOutput>("GetConsoleOutput", {
      InstanceId: id,
    });
    return Buffer.from(Output ?? "", "base64").toString("utf8");
  };
  say("first\nsecond");
  assert.match(await read(), /^2026-01-01T00:00:00\.000Z first\n2026-01-01T00:00:00\.000Z second\n$/m);
  for (let line = 0; line < 3000; line += 1) say(`line ${line} ${"ü".repeat(20)}`);
  const text = await read();
  assert.ok(Buffer.byteLength(text) <= CONSOLE_LIMIT);
  assert.ok(Buffer.byteLength(text) > CONSOLE_LIMIT - 200);
  assert.match(text, /^2026-01-01T\S+ line \d+ ü{20}\n/);
  assert.match(text, /line 2999 ü{20}\n$/);
  await controllers.close();
});

test("the host is told the agent's settings, never the user data, and where the metadata are", async () => {
  const { plane, controllers, settle, started } = await scene();
  const secret = "ECS_CLUSTER=web\nPASSWORD=hunter2\nECS_DATADIR=/";
  await addInstance(plane, { id, state: "pending", userData: Buffer.from(secret).toString("base64") });
  await settle();
  assert.deepEqual(started[0]?.environment, { ECS_CLUSTER: "web" });
  assert.doesNotMatch(JSON.stringify(started), /hunter2/);
  const answer = await fetch(`${started[0]?.metadataEndpoint}/latest/meta-data/instance-id`);
  assert.equal(await answer.text(), id);
  await controllers.close();
});

test("an image without agent has a metadata service, at the same place after a restart, and no agent", async () => {
  const { plane, controllers, settle, told } = await scene();
  await addInstance(plane, { id, state: "pending", imageId: "ami-0ec50000000000003" });
  await settle();
  const port = plane.state.table(instanceTable).get(id)?.metadataPort;
  await controllers.close();
  const again = startEc2Controllers({ plane, host: fakeHost().host });
  await again.settled();
  const path = "/latest/meta-data/instance-id";
  assert.equal(await (await fetch(`http://127.0.0.1:${port}${path}`)).text(), id);
  await again.close();
  assert.deepEqual(told, []);
});
