import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ContainerInstance, Resource } from "@aws-sdk/client-ecs";
import fc from "fast-check";
import { APP, openTestPlane, type TestPlane } from "../agents/testing/test-plane.ts";
import { remainingOf } from "../scheduler/resources.ts";
import { taskTable } from "../tasks/table.ts";
import { containerInstanceTable } from "./table.ts";

type Step =
  | { readonly kind: "run"; readonly family: string; readonly count: number }
  | { readonly kind: "stop" | "running" | "stopped"; readonly task: number }
  | { readonly kind: "register" | "deregister"; readonly instance: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("run" as const),
    family: fc.constantFrom("small", "port", "large"),
    count: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({
    kind: fc.constantFrom("stop" as const, "running" as const, "stopped" as const),
    task: fc.nat(20),
  }),
  fc.record({ kind: fc.constantFrom("register" as const, "deregister" as const), instance: fc.nat(1) }),
);

const comparable = (resources: readonly Resource[] | undefined) =>
  (resources ?? []).map(({ name, integerValue, stringSetValue }) => [
    name,
    integerValue ?? 0,
    [...(stringSetValue ?? [])].sort(),
  ]);

const check = (plane: TestPlane): void => {
  for (const instance of plane.state.table(containerInstanceTable).all()) {
    const tasks = [...plane.state.table(taskTable).by("live", instance.arn)];
    const expected = remainingOf(
      instance.registeredResources,
      tasks.map(({ reservation }) => reservation),
    );
    assert.deepEqual(comparable(instance.remainingResources), comparable(expected));
    for (const { integerValue, type } of instance.remainingResources) {
      if (type === "INTEGER") assert.ok((integerValue ?? 0) >= 0);
    }
  }
};

const apply = async (plane: TestPlane, instances: readonly string[], tasks: string[], one: Step) => {
  switch (one.kind) {
    case "run": {
      const started = await plane.run({ taskDefinition: one.family, count: one.count });
      tasks.push(...(started.tasks ?? []).map(({ taskArn }) => taskArn ?? ""));
      return;
    }
    case "stop":
      await plane.call("StopTask", { cluster: "demo", task: tasks[one.task] });
      return;
    case "running":
    case "stopped":
      await plane.call("SubmitTaskStateChange", {
        cluster: "demo",
        task: tasks[one.task],
        status: one.kind.toUpperCase(),
        containers: [{ containerName: "app", status: one.kind.toUpperCase() }],
      });
      return;
    case "register":
      await plane.register({ containerInstanceArn: instances[one.instance] });
      return;
    case "deregister":
      await plane.call("DeregisterContainerInstance", {
        cluster: "demo",
        containerInstance: instances[one.instance],
        force: true,
      });
  }
};

describe("remaining resources", () => {
  it("are always those registered less those of the tasks that have not ended", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 16 }), fc.nat(), async (steps, seed) => {
        const plane = await openTestPlane({ seed });
        const instances = [(await plane.register()).arn, (await plane.register()).arn];
        for (const arn of instances) await plane.connectedAgent(arn);
        await plane.define(undefined, { family: "small" });
        await plane.define([{ ...APP, portMappings: [{ containerPort: 80, hostPort: 8080 }] }], {
          family: "port",
        });
        await plane.define([{ ...APP, cpu: 900, memory: 1500 }], { family: "large" });
        const tasks: string[] = [];
        for (const one of steps) {
          // Steps that make no sense are refused, and then nothing may have changed.
          await apply(plane, instances, tasks, one).catch(() => {});
          check(plane);
        }
        await plane.close();
      }),
      { numRuns: 40 },
    );
  });

  it("shows the ports of tasks among those in use", async () => {
    const plane = await openTestPlane();
    const { arn } = await plane.register();
    await plane.connectedAgent(arn);
    await plane.define([{ ...APP, portMappings: [{ containerPort: 80, hostPort: 8080 }] }]);
    const { tasks } = await plane.run();
    const ports = async () => {
      const { containerInstances } = await plane.call<{ containerInstances: ContainerInstance[] }>(
        "DescribeContainerInstances",
        { cluster: "demo", containerInstances: [arn] },
      );
      return containerInstances[0]?.remainingResources?.find(({ name }) => name === "PORTS")?.stringSetValue;
    };
    assert.deepEqual(await ports(), ["22", "2375", "2376", "51678", "51679", "8080"]);
    assert.deepEqual(
      (await plane.run()).failures?.map(({ reason }) => reason),
      ["RESOURCE:PORTS"],
    );
    await plane.call("SubmitTaskStateChange", {
      cluster: "demo",
      task: tasks?.[0]?.taskArn,
      status: "STOPPED",
    });
    assert.deepEqual(await ports(), ["22", "2375", "2376", "51678", "51679"]);
    await plane.close();
  });
});
