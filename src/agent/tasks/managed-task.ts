import type { Cancel } from "../../world.ts";
import type { ContainerListing, RuntimeEvent } from "../container-runtime.ts";
import { needsOf } from "./admission.ts";
import { ContainerRunner } from "./container-runner.ts";
import { findCycle } from "./dependencies.ts";
import { label } from "./labels.ts";
import { reasonOf, TaskError } from "./reasons.ts";
import { Signal } from "./signal.ts";
import type { TaskContext, TaskHost } from "./task-context.ts";
import { addReport, type TaskRecord } from "./task-record.ts";
import { provideVolumes } from "./volumes.ts";

/** One task on this instance, from admission to its last report. */
export class ManagedTask {
  readonly record: TaskRecord;
  readonly #host: TaskHost;
  readonly #signal = new Signal();
  readonly #runners: ReadonlyMap<string, ContainerRunner>;
  #cancelTicker: Cancel | undefined;
  #reconciling = false;

  constructor(host: TaskHost, record: TaskRecord) {
    this.#host = host;
    this.record = record;
    const { containers } = record.definition;
    const context: TaskContext = {
      host,
      task: record,
      records: new Map(record.containers.map((one) => [one.name, one])),
      startTimeouts: new Map(
        containers.flatMap(({ name, startTimeout }) =>
          startTimeout === undefined ? [] : [[name, startTimeout]],
        ),
      ),
      signal: this.#signal,
      stopping: () => record.desiredStatus === "STOPPED",
      changed: () => this.#changed(),
      essentialEnded: (at) => {
        record.executionStoppedAt ??= at;
        record.desiredStatus = "STOPPED";
      },
    };
    this.#runners = new Map(
      containers.map((container, index) => {
        const containerRecord = record.containers[index];
        if (containerRecord === undefined) throw new Error(`no record of container ${container.name}`);
        return [container.name, new ContainerRunner(context, container, containerRecord)];
      }),
    );
  }

  get arn(): string {
    return this.record.definition.arn;
  }

  /** Starts, or goes on after a restart of the agent. */
  async run(): Promise<void> {
    const { record } = this;
    if (record.status === "STOPPED") return;
    try {
      const cycle = findCycle(record.definition.containers);
      if (cycle !== undefined)
        throw new TaskError("TaskDependencyError", `container ${cycle} depends on itself through others`);
      await this.#admission();
      if (record.definition.volumes.length > 0 && record.desiredStatus === "RUNNING")
        await this.#signal.pass(provideVolumes(record, this.#host.runtime, this.#host.world));
    } catch (error) {
      record.desiredStatus = "STOPPED";
      for (const runner of this.#runners.values()) runner.fail(reasonOf(error));
    }
    await Promise.all([...this.#runners.values()].map((runner) => runner.drive()));
    this.#changed();
  }

  async #admission(): Promise<void> {
    const { record } = this;
    const { admission } = this.#host;
    const needs = needsOf(record.definition);
    // Why not asked again: what it takes is taken, the containers are there already.
    if (record.containers.some(({ status }) => status !== "NONE")) return admission.occupy(this.arn, needs);
    let admitted = false;
    admission.request(this.arn, needs, () => {
      admitted = true;
      this.#signal.notify();
    });
    await this.#signal.until(() => admitted || record.desiredStatus === "STOPPED");
  }

  /** The control plane wants it stopped. */
  stop(): void {
    if (this.record.desiredStatus === "STOPPED") return;
    this.record.desiredStatus = "STOPPED";
    this.#changed();
  }

  /** Leaves everything as it is: the agent stops. */
  abandon(): void {
    this.#cancelTicker?.();
    this.#signal.abandon();
  }

  /** Something happened to the container with this id; false if it is not one of this task's. */
  handle(event: Exclude<RuntimeEvent, { readonly type: "resync" }>): boolean {
    for (const runner of this.#runners.values()) {
      if (runner.id !== event.id) continue;
      if (event.type === "exited") runner.exited(event.exitCode, event.at);
      else if (event.type === "out-of-memory") runner.outOfMemory();
      else if (event.type === "health") runner.health(event.status);
      return true;
    }
    return false;
  }

  /** Compares with the containers that carry this task's label. */
  async reconcile(found: readonly ContainerListing[]): Promise<void> {
    const { runtime } = this.#host;
    this.#reconciling = true;
    for (const [name, runner] of this.#runners) {
      const candidates = found
        .filter((listing) => listing.labels[label.containerName] === name)
        .toSorted((a, b) => b.createdAt - a.createdAt);
      // Why its own id wins: the list may be older than the container.
      const id = runner.id ?? candidates[0]?.id;
      await runner.reconcile(id === undefined ? undefined : await runtime.inspect(id));
    }
    this.#reconciling = false;
    this.#changed();
  }

  #changed(): void {
    // Why not while reconciling: the first container found must not decide before the others have been looked at.
    if (this.#signal.abandoned || this.#reconciling) return;
    this.#evaluate();
    this.#host.save(this.record);
    this.#signal.notify();
  }

  #evaluate(): void {
    const { record } = this;
    if (record.status === "STOPPED") return;
    const statuses = record.containers.map(({ status }) => status);
    const ended = statuses.length > 0 && statuses.every((status) => status === "STOPPED");
    const started = statuses.every((status) => status === "RUNNING" || status === "STOPPED");
    if (ended) this.#finish();
    else if (started && record.status !== "RUNNING" && record.desiredStatus === "RUNNING")
      this.#report("RUNNING");
    else if (record.changes.length > 0) this.#reportLater();
  }

  #finish(): void {
    this.record.stoppedAt = this.#host.world.now();
    this.record.desiredStatus = "STOPPED";
    this.#report("STOPPED");
    this.#host.admission.release(this.arn);
    this.#host.finished(this.record);
  }

  #report(status: "RUNNING" | "STOPPED"): void {
    this.#cancelTicker?.();
    this.#cancelTicker = undefined;
    this.record.status = status;
    addReport(this.record, status);
    this.#host.report(this.record);
  }

  /** Changes that leave the task's status alone are collected for 10 to 30 seconds, as Amazon's agent does. */
  #reportLater(): void {
    const { world } = this.#host;
    this.#cancelTicker ??= world.after(10_000 + world.random() * 20_000, () => {
      this.#cancelTicker = undefined;
      const { record } = this;
      if (record.changes.length === 0 || record.status === "STOPPED") return;
      addReport(record, record.status === "RUNNING" ? "RUNNING" : "PENDING");
      this.#host.save(record);
      this.#host.report(record);
    });
  }
}
