import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { newTaskArn, payloadTask } from "../testing/tasks.ts";
import { createAdmission, NeverFitsError, needsOf, type TaskNeeds } from "./admission.ts";
import { readPayloadTask } from "./read-payload-task.ts";

const capacity = { cpu: 1024, memory: 1024 };
const needs = (cpu: number, memory: number, ...ports: readonly string[]): TaskNeeds => ({
  cpu,
  memory,
  ports: new Set(ports),
});

test("a task that does not fit yet holds nobody back", () => {
  const admission = createAdmission(capacity);
  const admitted: string[] = [];
  const ask = (id: string, wanted: TaskNeeds) => admission.request(id, wanted, () => admitted.push(id));
  ask("first", needs(800, 100));
  ask("large", needs(800, 100));
  ask("small", needs(200, 100));
  assert.deepEqual(admitted, ["first", "small"]);
  admission.release("first");
  assert.deepEqual(admitted, ["first", "small", "large"]);
});

test("a taken host port waits, a task beyond the instance is refused", () => {
  const admission = createAdmission(capacity);
  const admitted: string[] = [];
  admission.occupy("old", needs(0, 0, "tcp:80"));
  admission.request("web", needs(1, 1, "tcp:80"), () => admitted.push("web"));
  admission.request("dns", needs(1, 1, "udp:80"), () => admitted.push("dns"));
  assert.deepEqual(admitted, ["dns"]);
  admission.release("old");
  assert.deepEqual(admitted, ["dns", "web"]);
  assert.throws(() => admission.request("huge", needs(2000, 1), () => {}), NeverFitsError);
});

test("what runs never exceeds the instance, and nothing that fits waits", () => {
  const step = fc.record({
    id: fc.nat(9).map(String),
    cpu: fc.nat(1024),
    memory: fc.nat(1024),
    port: fc.constantFrom("tcp:1", "tcp:2", "udp:1"),
    release: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const admission = createAdmission(capacity);
      const running = new Map<string, TaskNeeds>();
      const waiting = new Map<string, TaskNeeds>();
      const sum = (pick: (one: TaskNeeds) => number) =>
        [...running.values()].reduce((total, one) => total + pick(one), 0);
      for (const { id, cpu, memory, port, release } of steps) {
        if (release) {
          running.delete(id);
          waiting.delete(id);
          admission.release(id);
        } else if (!running.has(id) && !waiting.has(id)) {
          const wanted = needs(cpu, memory, port);
          waiting.set(id, wanted);
          admission.request(id, wanted, () => {
            waiting.delete(id);
            running.set(id, wanted);
          });
        }
        assert.ok(sum((one) => one.cpu) <= capacity.cpu && sum((one) => one.memory) <= capacity.memory);
        const ports = [...running.values()].flatMap((one) => [...one.ports]);
        assert.equal(new Set(ports).size, ports.length);
        for (const one of waiting.values())
          assert.ok(
            sum((other) => other.cpu) + one.cpu > capacity.cpu ||
              sum((other) => other.memory) + one.memory > capacity.memory ||
              ports.some((taken) => one.ports.has(taken)),
          );
      }
    }),
  );
});

const counted = [
  [{}, {}, needs(128, 64)],
  [{}, { cpu: 0.25, memory: 512 }, needs(256, 512)],
  [{ dockerConfig: { hostConfig: { MemoryReservation: 32 * 1024 * 1024 } } }, {}, needs(128, 32)],
  [
    {
      portMappings: [
        { containerPort: 80, hostPort: 8080 },
        { containerPort: 81, hostPort: 0 },
      ],
    },
    {},
    needs(128, 64, "tcp:8080"),
  ],
  [
    {
      portMappings: [{ containerPort: 53, protocol: "udp" }],
      dockerConfig: { hostConfig: { NetworkMode: "host" } },
    },
    {},
    needs(128, 64, "udp:53"),
  ],
] as const;
for (const [container, task, wanted] of counted)
  test(`counts ${JSON.stringify([container, task])}`, () =>
    assert.deepEqual(needsOf(readPayloadTask(payloadTask(newTaskArn(), container, task))), wanted));
