import type { ContainerSnapshot, HealthStatus } from "../container-runtime.ts";
import { createContainer } from "./create-container.ts";
import { dependentsOf } from "./dependencies.ts";
import type { PayloadContainer } from "./payload-task.ts";
import { daemonError, reasonOf } from "./reasons.ts";
import type { TaskContext } from "./task-context.ts";
import { type ContainerRecord, changeOf } from "./task-record.ts";

/** Takes one container of a task from nothing to its end. */
export class ContainerRunner {
  readonly #context: TaskContext;
  readonly #container: PayloadContainer;
  readonly #record: ContainerRecord;
  #starting = false;
  #halting = false;
  #ending = false;
  #outOfMemory = false;
  /** An end that was reported before we knew that the container had started. */
  #earlyExit: { readonly exitCode: number; readonly at: number } | undefined;

  constructor(context: TaskContext, container: PayloadContainer, record: ContainerRecord) {
    this.#context = context;
    this.#container = container;
    this.#record = record;
  }

  /** The Docker id, once there is one. */
  get id(): string | undefined {
    return this.#record.runtimeId;
  }

  /** Goes on from wherever the record stands; resolves when the container has ended. */
  async drive(): Promise<void> {
    const record = this.#record;
    try {
      if (record.status === "NONE" && !(await createContainer(this.#context, this.#container, record)))
        this.#neverStarted();
      if (record.status === "CREATED") await this.#start();
    } catch (error) {
      this.#end({ reason: reasonOf(error), at: this.#context.host.world.now() });
    }
    if (record.status === "RUNNING") await this.#runAndHalt();
  }

  async #start(): Promise<void> {
    const { stopping, signal, host } = this.#context;
    const record = this.#record;
    if (stopping() || record.runtimeId === undefined) return this.#neverStarted();
    this.#starting = true;
    try {
      await signal.pass(host.runtime.start(record.runtimeId));
    } catch (error) {
      throw daemonError("CannotStartContainerError", error);
    }
    record.startedAt = host.world.now();
    await this.#readBindings();
    this.#running();
  }

  async #readBindings(): Promise<void> {
    const { signal, host } = this.#context;
    const { runtimeId } = this.#record;
    if (runtimeId === undefined || this.#container.portMappings.length === 0) return;
    // Why failures are let pass: the container runs; the events or the next resync tell its fate.
    const snapshot = await signal.pass(host.runtime.inspect(runtimeId)).catch(() => undefined);
    if (snapshot !== undefined && snapshot.networkBindings.length > 0)
      this.#record.networkBindings = snapshot.networkBindings;
  }

  #running(): void {
    const { task, host } = this.#context;
    const record = this.#record;
    const { startTimeout } = this.#container;
    this.#starting = false;
    record.status = "RUNNING";
    delete record.reason;
    task.changes.push(changeOf(record, "RUNNING"));
    if (startTimeout !== undefined)
      host.world.after(startTimeout * 1000, () => this.#context.signal.notify());
    this.#context.changed();
    const early = this.#earlyExit;
    this.#earlyExit = undefined;
    if (early !== undefined) this.exited(early.exitCode, early.at);
  }

  async #runAndHalt(): Promise<void> {
    const { signal, host, stopping, records, task } = this.#context;
    const record = this.#record;
    const dependents = dependentsOf(task.definition.containers, record.name);
    const free = () => dependents.every((name) => records.get(name)?.status === "STOPPED");
    const ended = () => record.status === "STOPPED";
    await signal.until(() => ended() || (stopping() && free() && !this.#starting));
    const timeout = this.#container.stopTimeout ?? host.stopTimeout;
    for (let pause = 1000; !ended(); pause = Math.min(30_000, pause * 2)) {
      this.#halting = true;
      const id = record.runtimeId ?? "";
      try {
        await signal.pass(host.runtime.stop(id, timeout));
        // Why inspect: the event that tells the end may be lost, or come a moment later with the same content.
        if (!ended()) await this.reconcile(await signal.pass(host.runtime.inspect(id)));
      } catch (error) {
        host.logger(`task ${task.definition.arn}: cannot stop ${record.name}: ${reasonOf(error)}`);
      }
      if (!ended()) await signal.pass(new Promise<void>((go) => host.world.after(pause, go)));
    }
  }

  /** The container's process has ended. */
  exited(exitCode: number, at: number): void {
    const record = this.#record;
    if (record.status === "STOPPED" || this.#ending) return;
    if (this.#starting || record.status !== "RUNNING") {
      this.#earlyExit = { exitCode, at };
      return;
    }
    if (this.#shouldRestart(exitCode, at)) this.#restart(exitCode);
    else this.#conclude(exitCode, at);
  }

  #shouldRestart(exitCode: number, at: number): boolean {
    const policy = this.#container.restartPolicy;
    if (policy === undefined || this.#context.stopping() || policy.ignoredExitCodes.includes(exitCode))
      return false;
    return at - (this.#record.startedAt ?? at) >= policy.restartAttemptPeriod * 1000;
  }

  async #restart(exitCode: number): Promise<void> {
    const { host, signal } = this.#context;
    const record = this.#record;
    this.#starting = true;
    try {
      await signal.pass(host.runtime.start(record.runtimeId ?? ""));
      record.startedAt = host.world.now();
      record.restarts += 1;
      this.#outOfMemory = false;
      await this.#readBindings();
      this.#starting = false;
      this.#context.changed();
      const early = this.#earlyExit;
      this.#earlyExit = undefined;
      if (early !== undefined) this.exited(early.exitCode, early.at);
    } catch (error) {
      this.#starting = false;
      record.exitCode = exitCode;
      this.#end({ reason: reasonOf(daemonError("CannotStartContainerError", error)), at: host.world.now() });
    }
  }

  async #conclude(exitCode: number, at: number): Promise<void> {
    const { host, signal } = this.#context;
    this.#ending = true;
    // Why only then: an inspection costs time, and 137 is how a process killed for memory ends.
    if (exitCode === 137 && !this.#halting && !this.#outOfMemory) {
      const snapshot = await signal
        .pass(host.runtime.inspect(this.#record.runtimeId ?? ""))
        .catch(() => undefined);
      this.#outOfMemory = snapshot?.outOfMemory === true;
    }
    this.#record.exitCode = exitCode;
    if (this.#outOfMemory)
      this.#end({ reason: "OutOfMemoryError: Container killed due to memory usage", at });
    else this.#end({ at });
  }

  /** The kernel killed something in the container for want of memory. */
  outOfMemory(): void {
    this.#outOfMemory = true;
  }

  /** The result of the container's health check has changed. */
  health(status: HealthStatus, output = ""): void {
    const { host } = this.#context;
    if (this.#record.health?.status === status) return;
    this.#record.health = { status, since: host.world.now(), output };
    this.#context.changed();
    host.healthChanged();
  }

  /** Compares with what the runtime says now; undefined if the container is gone. */
  async reconcile(snapshot: ContainerSnapshot | undefined): Promise<void> {
    const record = this.#record;
    const { world } = this.#context.host;
    if (record.status === "STOPPED" || this.#starting) return;
    if (snapshot === undefined) {
      if (record.status === "CREATED") {
        record.status = "NONE";
        delete record.runtimeId;
      } else if (record.status === "RUNNING")
        this.#end({
          reason: "ContainerVanishedError: the container was removed from outside",
          at: world.now(),
        });
      return;
    }
    record.runtimeId = snapshot.id;
    record.dockerName = snapshot.name;
    if (snapshot.createdAt !== undefined) record.createdAt ??= snapshot.createdAt;
    if (snapshot.state === "created") {
      record.status = "CREATED";
      return;
    }
    if (record.status !== "RUNNING") {
      record.startedAt = snapshot.startedAt ?? world.now();
      record.networkBindings = snapshot.networkBindings;
      this.#running();
    }
    if (snapshot.health !== undefined) this.health(snapshot.health.status, snapshot.health.output);
    if (snapshot.outOfMemory) this.#outOfMemory = true;
    if (snapshot.state === "exited") this.exited(snapshot.exitCode, snapshot.finishedAt ?? world.now());
  }

  /** Ends the container with a reason unless it has started; for a task that cannot begin at all. */
  fail(reason: string): void {
    if (this.#record.status === "NONE") this.#end({ reason, at: this.#context.host.world.now() });
  }

  #neverStarted(): void {
    this.#end({ at: undefined });
  }

  #end(how: { readonly reason?: string; readonly at: number | undefined }): void {
    const { task, essentialEnded, changed } = this.#context;
    const record = this.#record;
    if (record.status === "STOPPED") return;
    record.status = "STOPPED";
    this.#starting = false;
    if (how.reason !== undefined) record.reason ??= how.reason;
    if (how.at !== undefined && record.startedAt !== undefined) record.finishedAt = how.at;
    task.changes.push(changeOf(record, "STOPPED"));
    if (this.#container.essential && how.at !== undefined) essentialEnded(how.at);
    changed();
  }
}
