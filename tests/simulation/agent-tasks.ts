import type { Agent } from "./agent.ts";
import { type AgentTask, reportOf } from "./agent-memory.ts";
import { CLUSTER, FAMILIES } from "./prepared.ts";

/** What an agent does with its tasks: starts and stops their containers, and reports until it is heard. */
export class AgentTasks {
  readonly #agent: Agent;
  readonly #reporting = new Set<string>();

  constructor(agent: Agent) {
    this.#agent = agent;
  }

  /** The process is gone, and with it what it was about to send. */
  crash(): void {
    this.#reporting.clear();
  }

  /** A new process goes on where the one before was. */
  resume(): void {
    for (const task of this.#agent.memory.tasks.values()) {
      this.report(task);
      if (task.stage === "accepted") this.#begin(task);
      else if (task.stage === "running" && task.desired === "STOPPED") this.#stop(task);
      else if (task.stage === "stopped" && task.reports.length === 0) this.#forgetLater(task);
    }
  }

  /** Takes a task of a payload over. */
  take(sent: Readonly<Record<string, unknown>>): void {
    const arn = String(sent["arn"]);
    const family = FAMILIES.find((known) => known === sent["family"]) ?? "web";
    const known = this.#agent.memory.tasks.get(arn);
    if (sent["desiredStatus"] === "RUNNING") {
      if (known !== undefined) return;
      if (family === "roled" && sent["roleCredentials"] === undefined) {
        this.#agent.parts.timeline.fail(`${arn} comes to ${this.#agent.name} without its role's credentials`);
      }
      const task: AgentTask = {
        arn,
        family,
        desired: "RUNNING",
        stage: "accepted",
        reports: [],
        healthy: undefined,
      };
      this.#agent.memory.tasks.set(arn, task);
      this.#begin(task);
      return;
    }
    if (known !== undefined) {
      this.wantStopped(known);
      return;
    }
    const unknown: AgentTask = {
      arn,
      family,
      desired: "STOPPED",
      stage: "stopped",
      reports: [reportOf("stopped")],
      healthy: undefined,
    };
    this.#agent.memory.tasks.set(arn, unknown);
    this.report(unknown);
  }

  /** Pulls the image and starts the container; the steps of a process that dies are taken by the next one. */
  #begin(task: AgentTask): void {
    const { timeline, random } = this.#agent.parts;
    const living = this.#agent.living();
    const pull = random.chance(0.1) ? random.between(3000, 20_000) : random.between(100, 2500);
    timeline.after(pull, `${this.#agent.name} starts ${task.arn}`, () => {
      if (!living() || task.stage !== "accepted") return;
      if (task.desired === "STOPPED") {
        this.#settle(task, reportOf("stopped"));
        return;
      }
      if (task.family === "broken") {
        this.#settle(task, reportOf("stopped", undefined, "CannotPullContainerError: no such image"));
        return;
      }
      if (random.chance(0.2)) task.reports.push({ status: "PENDING" });
      this.#agent.machine.start(task.arn, task.family);
      task.stage = "running";
      task.reports.push(reportOf("running"));
      this.report(task);
      if (task.family === "checked") this.#check(task);
      if (task.family === "flaky") this.#fail(task);
    });
  }

  #check(task: AgentTask): void {
    const { timeline, random, faults } = this.#agent.parts;
    timeline.after(random.between(1000, 8000), `health check of ${task.arn}`, () => {
      task.healthy = true;
      if (!faults.raging || !random.chance(0.3)) return;
      timeline.after(random.between(10_000, 90_000), `health check of ${task.arn}`, () => {
        if (faults.raging) task.healthy = false;
      });
    });
  }

  #fail(task: AgentTask): void {
    const { timeline, random, faults } = this.#agent.parts;
    timeline.after(random.between(2000, 90_000), `container of ${task.arn} fails`, () => {
      if (faults.raging) this.#agent.machine.exit(task.arn, 1);
    });
  }

  wantStopped(task: AgentTask): void {
    if (task.desired === "STOPPED") return;
    task.desired = "STOPPED";
    if (task.stage === "running") this.#stop(task);
  }

  #stop(task: AgentTask): void {
    const { timeline, random } = this.#agent.parts;
    const living = this.#agent.living();
    const patience = random.chance(0.15) ? random.between(5000, 30_000) : random.between(50, 2000);
    timeline.after(patience, `${this.#agent.name} has stopped ${task.arn}`, () => {
      if (living()) this.#agent.machine.exit(task.arn, 137);
    });
  }

  ended(arn: string): void {
    const task = this.#agent.memory.tasks.get(arn);
    if (task?.stage !== "running") return;
    this.#settle(task, reportOf("stopped", this.#agent.machine.containers.get(arn)?.exitCode ?? 0));
  }

  #settle(task: AgentTask, report: ReturnType<typeof reportOf>): void {
    task.stage = "stopped";
    task.desired = "STOPPED";
    task.reports.push(report);
    this.report(task);
  }

  /** Reports of one task go in order, each until it is taken. */
  report(task: AgentTask): void {
    if (!this.#agent.up || this.#agent.memory.instanceArn === undefined || this.#reporting.has(task.arn))
      return;
    if (task.reports.length === 0) return;
    this.#reporting.add(task.arn);
    void this.#submit(task, this.#agent.living());
  }

  async #submit(task: AgentTask, living: () => boolean): Promise<void> {
    const { network, timeline, callerOf } = this.#agent.parts;
    for (let report = task.reports[0]; report !== undefined; report = task.reports[0]) {
      const answer = await network.request(
        {
          from: this.#agent.name,
          operation: "SubmitTaskStateChange",
          caller: callerOf(this.#agent.machine.ec2Id),
          input: { cluster: CLUSTER, task: task.arn, ...report },
        },
        living,
      );
      if (!living()) return;
      if (answer.kind === "refused") {
        timeline.fail(`${this.#agent.name}'s report of ${task.arn} is refused: ${answer.error.message}`);
        return;
      }
      task.reports.shift();
    }
    this.#reporting.delete(task.arn);
    if (task.stage === "stopped") this.#forgetLater(task);
  }

  /** The agent cleans up some time after the end; it takes the same task for a new one from then on. */
  #forgetLater(task: AgentTask): void {
    const { timeline, random } = this.#agent.parts;
    const { memory } = this.#agent;
    timeline.after(random.between(15_000, 60_000), `${this.#agent.name} cleans ${task.arn} up`, () => {
      if (this.#agent.memory !== memory || task.reports.length > 0) return;
      memory.tasks.delete(task.arn);
      this.#agent.machine.containers.delete(task.arn);
    });
  }
}
