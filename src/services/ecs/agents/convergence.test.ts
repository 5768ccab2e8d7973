import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { containerInstanceTable } from "../container-instances/table.ts";
import { remainingOf } from "../scheduler/resources.ts";
import { taskTable } from "../tasks/table.ts";
import { createKeptStorage } from "./testing/kept-storage.ts";
import { ModelAgent, type ModelReport } from "./testing/model-agent.ts";
import { openTestPlane, type TestPlane } from "./testing/test-plane.ts";

type Step =
  | { readonly kind: "run" | "drop" | "connect" | "restart" | "report" | "reportTwice" | "agentStarts" }
  | { readonly kind: "stop" | "exit"; readonly task: number }
  | { readonly kind: "take"; readonly count: number; readonly answering: boolean };

const kinds = (
  ...names: ("run" | "drop" | "connect" | "restart" | "report" | "reportTwice" | "agentStarts")[]
) => fc.record({ kind: fc.constantFrom(...names) });

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: kinds("run") },
  { weight: 4, arbitrary: kinds("report", "reportTwice") },
  { weight: 4, arbitrary: kinds("drop", "connect", "restart", "agentStarts") },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constantFrom("stop" as const, "exit" as const), task: fc.nat(6) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("take" as const),
      count: fc.integer({ min: 1, max: 4 }),
      answering: fc.boolean(),
    }),
  },
);

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A cluster of one agent, whose control plane may crash at any step. */
class Scene {
  readonly #storage = createKeptStorage();
  readonly agent = new ModelAgent();
  readonly tasks: string[] = [];
  #seed = 1;
  #arn = "";
  plane!: TestPlane;

  async open(): Promise<void> {
    await this.#start();
    this.#arn = (await this.plane.register()).arn;
    await this.plane.define();
    await this.connect("true");
  }

  async #start(): Promise<void> {
    this.#seed += 1;
    this.plane = await openTestPlane({ storage: this.#storage, seed: this.#seed });
  }

  async connect(sendCredentials: string): Promise<void> {
    this.agent.attach(await this.plane.connect(this.#arn, { sendCredentials }));
    for (let round = 0; round < 4; round++) await turn();
  }

  async report(report: ModelReport): Promise<void> {
    const { task, status, exitCode } = report;
    const change = { containerName: "app", status, ...(exitCode === undefined ? {} : { exitCode }) };
    await this.plane.call("SubmitTaskStateChange", { cluster: "demo", task, status, containers: [change] });
  }

  async apply(one: Step): Promise<void> {
    switch (one.kind) {
      case "run": {
        const { tasks } = await this.plane.run();
        this.tasks.push(...(tasks ?? []).map(({ taskArn }) => taskArn ?? ""));
        return;
      }
      case "stop":
        await this.plane.call("StopTask", { cluster: "demo", task: this.#task(one.task) });
        return;
      case "exit":
        this.agent.exit(this.#task(one.task) ?? "");
        return;
      case "drop":
        this.agent.drop();
        return;
      case "connect":
        return this.connect("false");
      case "agentStarts":
        this.agent.drop();
        return this.connect("true");
      case "restart":
        // Nothing is said goodbye to: the sockets are cut and the process is another one.
        this.agent.drop();
        await this.plane.close();
        return this.#start();
      case "report":
      case "reportTwice": {
        const report = this.agent.outbox.shift();
        if (report === undefined) return;
        await this.report(report);
        if (one.kind === "reportTwice") await this.report(report);
        return;
      }
      case "take":
        this.agent.take(one.count, one.answering);
        await turn();
    }
  }

  #task(index: number): string | undefined {
    return this.tasks[index % Math.max(1, this.tasks.length)];
  }

  /** Lets everything that is on its way arrive. */
  async rest(): Promise<void> {
    if (!this.agent.connected) await this.connect("false");
    this.agent.acknowledge();
    for (let quiet = 0; quiet < 4; ) {
      const report = this.agent.outbox.shift();
      if (report !== undefined) await this.report(report);
      const took = this.agent.take(100, true);
      await this.plane.state.transact(() => {});
      await turn();
      quiet = report === undefined && !took ? quiet + 1 : 0;
    }
  }

  check(): void {
    const rows = [...this.plane.state.table(taskTable).all()];
    assert.deepEqual(rows.map(({ arn }) => arn).sort(), [...this.tasks].sort());
    const live = rows.filter(({ lastStatus }) => lastStatus !== "STOPPED");
    for (const row of live) {
      assert.deepEqual([row.lastStatus, row.desiredStatus, row.delivered], ["RUNNING", "RUNNING", true]);
    }
    assert.deepEqual([...this.agent.running()].sort(), live.map(({ arn }) => arn).sort());
    const instance = this.plane.state.table(containerInstanceTable).get(this.#arn);
    assert.deepEqual(
      instance?.remainingResources,
      remainingOf(
        instance?.registeredResources ?? [],
        live.map(({ reservation }) => reservation),
      ),
    );
  }
}

describe("control plane and agent", () => {
  it("agree in the end, whatever was lost, repeated or started again on the way", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 50 }), async (steps) => {
        const scene = new Scene();
        await scene.open();
        // Steps that make no sense at the moment are refused, as for any client.
        for (const one of steps) await scene.apply(one).catch(() => {});
        await scene.rest();
        scene.check();
        await scene.plane.close();
      }),
      { numRuns: 150 },
    );
  });
});
