import type { Caller } from "../../src/operation/index.ts";
import { AgentMemory, type AgentTask, reportOf } from "./agent-memory.ts";
import type { ControlPlaneHost } from "./control-plane.ts";
import type { Faults } from "./faults.ts";
import { Link } from "./link.ts";
import { CAPACITY, type Machine } from "./machine.ts";
import type { Network } from "./network.ts";
import { CLUSTER, FAMILIES, SCOPE } from "./prepared.ts";
import type { Random } from "./random.ts";
import type { Timeline } from "./timeline.ts";

/** What an agent works with. */
export type AgentParts = {
  readonly machine: Machine;
  readonly timeline: Timeline;
  readonly network: Network;
  readonly host: ControlPlaneHost;
  readonly faults: Faults;
  readonly random: Random;
  /** The caller that the machine's instance profile makes. */
  readonly callerOf: (ec2Id: string) => Caller;
  /** The control plane does not want it any more. */
  readonly onRefused: (agent: Agent) => void;
};

const TELEMETRY_INTERVAL = 20_000;

/** What the official agent registers, as far as the families of {@link FAMILIES} ask for it. */
const ATTRIBUTES = [
  ...["1.17", "1.18", "1.19", "1.21", "1.24", "1.29"].map(
    (version) => `com.amazonaws.ecs.capability.docker-remote-api.${version}`,
  ),
  "com.amazonaws.ecs.capability.task-iam-role",
  "ecs.capability.container-health-check",
].map((name) => ({ name }));

type Members = Readonly<Record<string, unknown>>;

/** A container agent as section 5, 7 and 9 of its protocol describe it: registers, takes tasks over, reports. */
export class Agent {
  readonly machine: Machine;
  memory = new AgentMemory();
  up = false;
  acs: Link | undefined;
  tcs: Link | undefined;
  readonly parts: AgentParts;
  /** The latest manifest's id. */
  manifest = "none";
  #epoch = 0;
  #pause = 250;
  #sendCredentials = true;
  readonly #reporting = new Set<string>();

  constructor(parts: AgentParts) {
    this.parts = parts;
    this.machine = parts.machine;
    this.machine.onExit = (arn) => {
      if (this.up) this.#ended(arn);
    };
  }

  get name(): string {
    return `agent-${this.machine.name.split("-")[1]}`;
  }

  start(): void {
    if (this.up) return;
    this.up = true;
    this.#epoch += 1;
    this.#sendCredentials = true;
    this.parts.timeline.note(() => `${this.name}: starts`);
    void this.#run(this.#living());
  }

  /** The process is gone; its containers run on. */
  crash(): void {
    if (!this.up) return;
    this.parts.timeline.note(() => `${this.name}: CRASH`);
    this.up = false;
    this.#epoch += 1;
    this.#reporting.clear();
    this.acs?.closedByAgent();
    this.tcs?.closedByAgent();
    this.acs = undefined;
    this.tcs = undefined;
  }

  /** Machine, containers and all that the agent knew are gone; what takes their place is new. */
  lose(): void {
    this.crash();
    this.memory = new AgentMemory();
    this.machine.replace();
  }

  /** True for as long as the present process of the agent lives. */
  #living(): () => boolean {
    const epoch = this.#epoch;
    return () => this.up && this.#epoch === epoch;
  }

  async #run(living: () => boolean): Promise<void> {
    const { timeline, random } = this.parts;
    await timeline.wait(random.between(50, 1500), `${this.name} is up`);
    if (!living()) return;
    for (const task of this.memory.tasks.values()) {
      const container = this.machine.containers.get(task.arn);
      if (task.stage === "running" && container?.running !== true) this.#ended(task.arn);
    }
    if (!(await this.#register(living)) || !living()) return;
    for (const task of this.memory.tasks.values()) {
      this.#report(task);
      if (task.stage === "accepted") this.#begin(task);
      else if (task.stage === "running" && task.desired === "STOPPED") this.#stop(task);
      else if (task.stage === "stopped" && task.reports.length === 0) this.#forgetLater(task);
    }
    void this.#dial("acs", living);
    void this.#dial("tcs", living);
  }

  async #register(living: () => boolean): Promise<boolean> {
    const { network, callerOf, timeline } = this.parts;
    const { machine, memory } = this;
    const answer = await network.request<{ containerInstance: { containerInstanceArn: string } }>(
      {
        from: this.name,
        operation: "RegisterContainerInstance",
        caller: callerOf(machine.ec2Id),
        input: {
          cluster: CLUSTER,
          clientToken: `${machine.ec2Id}-${this.#epoch}`,
          instanceIdentityDocument: JSON.stringify({
            accountId: SCOPE.accountId,
            instanceId: machine.ec2Id,
            availabilityZone: machine.zone,
          }),
          totalResources: [
            { name: "CPU", type: "INTEGER", integerValue: CAPACITY.cpu },
            { name: "MEMORY", type: "INTEGER", integerValue: CAPACITY.memory },
            { name: "PORTS", type: "STRINGSET", stringSetValue: ["22", "51678"] },
            { name: "PORTS_UDP", type: "STRINGSET", stringSetValue: [] },
          ],
          attributes: [...ATTRIBUTES, { name: "stack", value: machine.stack }],
          ...(memory.instanceArn === undefined ? {} : { containerInstanceArn: memory.instanceArn }),
        },
      },
      living,
    );
    if (!living() || answer.kind === "lost") return false;
    if (answer.kind === "refused") {
      timeline.note(() => `${this.name}: gives up: ${answer.error.message}`);
      this.parts.onRefused(this);
      return false;
    }
    memory.instanceArn = answer.output.containerInstance.containerInstanceArn;
    return true;
  }

  async #dial(kind: "acs" | "tcs", living: () => boolean): Promise<void> {
    const { timeline, faults, host, random } = this.parts;
    while (living()) {
      await timeline.wait(faults.delay(), `${this.name} dials ${kind}`);
      const process = host.current;
      if (living() && process?.listening === true && !faults.losesRequest()) {
        const outcome = await this.#connect(kind, living, process);
        if (!living() || outcome === "open") return;
        if (outcome === "inactive") {
          if (kind === "acs") this.parts.onRefused(this);
          return;
        }
      }
      if (!living()) return;
      await timeline.wait(random.between(this.#pause / 2, this.#pause), `${this.name} will dial ${kind}`);
      this.#pause = Math.min(15_000, this.#pause * 2);
    }
  }

  #connect(
    kind: "acs" | "tcs",
    living: () => boolean,
    process: NonNullable<ControlPlaneHost["current"]>,
  ): Promise<"open" | "inactive" | "failed"> {
    const { timeline, faults, host, callerOf } = this.parts;
    const instanceArn = this.memory.instanceArn ?? "";
    const query: Record<string, string> =
      kind === "acs"
        ? {
            clusterArn: CLUSTER,
            containerInstanceArn: instanceArn,
            seqNum: "1",
            protocolVersion: "2",
            sendCredentials: String(this.#sendCredentials),
          }
        : { cluster: CLUSTER, containerInstance: instanceArn };
    return new Promise((resolve) => {
      const failed = (): void => {
        process.onDeath.delete(failed);
        timeline.after(faults.delay(), `${this.name}: ${kind} could not be opened`, () => resolve("failed"));
      };
      process.onDeath.add(failed);
      const upgrade = process.channels?.upgrade({
        kind,
        query: new URLSearchParams({ agentVersion: "1.105.1", ...query }),
        caller: callerOf(this.machine.ec2Id),
        scope: SCOPE,
        request: { requestId: "upgrade", secureTransport: false },
        verifyFrame: () => true,
      });
      upgrade?.then(
        (take) => {
          process.onDeath.delete(failed);
          if (!host.effect(process, `upgrade of ${this.name} ${kind}`)) return failed();
          if (!living()) return resolve("failed");
          const link: Link = new Link(`${this.name} ${kind}`, {
            timeline,
            host,
            process,
            faults,
            agent: {
              instanceArn,
              deaf: kind === "tcs",
              message: (text) => {
                if (living() && this[kind] === link) this.#receive(link, text);
              },
              closed: (why) => {
                if (this[kind] !== link) return;
                this[kind] = undefined;
                timeline.note(() => `${this.name}: ${kind} closed: ${why}`);
                if (living()) void this.#dial(kind, living);
              },
            },
          });
          this[kind] = link;
          take(link.asWebSocket);
          this.#pause = 250;
          if (kind === "acs") this.#sendCredentials = false;
          else this.#publishLater(link, living);
          resolve("open");
        },
        (error: unknown) => {
          if (!process.alive) return;
          process.onDeath.delete(failed);
          const code = (error as { readonly code?: string }).code;
          timeline.note(() => `  ${this.name}: ${kind} refused: ${code ?? String(error)}`);
          timeline.after(faults.delay(), `${this.name}: ${kind} is refused`, () =>
            resolve(
              code === "InactiveInstanceException" || code === "InvalidInstanceException"
                ? "inactive"
                : "failed",
            ),
          );
        },
      );
    });
  }

  #receive(link: Link, text: string): void {
    const { type, message } = JSON.parse(text) as { readonly type: string; readonly message: Members };
    const { messageId } = message;
    const reply = (kind: string, members: Members): void =>
      link.send(JSON.stringify({ type: kind, message: members }), kind);
    switch (type) {
      case "HeartbeatMessage":
        reply("HeartbeatAckRequest", { messageId });
        return;
      case "PayloadMessage":
        this.#number(Number(message["seqNum"]));
        if (message["containerInstanceArn"] !== this.memory.instanceArn) {
          this.parts.timeline.fail(`${this.name} gets a payload for ${message["containerInstanceArn"]}`);
        }
        for (const task of tasksOf(message)) this.#take(task);
        reply("AckRequest", { messageId });
        return;
      case "TaskManifestMessage":
        this.manifest = String(messageId);
        this.#compare(message, reply);
        return;
      case "TaskStopVerificationAck":
        for (const { taskArn } of (message["stopTasks"] ?? []) as readonly { readonly taskArn: string }[]) {
          const task = this.memory.tasks.get(taskArn);
          if (task !== undefined) this.#wantStopped(task);
        }
        return;
      default:
        return;
    }
  }

  #compare(message: Members, reply: (kind: string, members: Members) => void): void {
    const timeline = Number(message["timeline"]);
    this.#number(timeline);
    const wanted = new Set(
      tasksOf(message)
        .filter(({ desiredStatus }) => desiredStatus === "RUNNING")
        .map(({ taskArn }) => taskArn),
    );
    const stopCandidates = [...this.memory.tasks.values()]
      .filter((task) => task.desired === "RUNNING" && task.stage !== "stopped" && !wanted.has(task.arn))
      .map(({ arn }) => ({ taskArn: arn, desiredStatus: "STOPPED" }));
    if (stopCandidates.length > 0) {
      reply("TaskStopVerificationMessage", { messageId: message["messageId"], stopCandidates });
    }
  }

  /** Payloads and manifests bear numbers that grow; what bears an old one is out of date. */
  #number(number: number): void {
    const { watermark } = this.memory;
    if (!(number > watermark))
      this.parts.timeline.fail(`${this.name} gets the number ${number} after ${watermark}`);
    this.memory.watermark = number;
  }

  #take(sent: Members): void {
    const arn = String(sent["arn"]);
    const family = FAMILIES.find((known) => known === sent["family"]) ?? "web";
    const known = this.memory.tasks.get(arn);
    if (sent["desiredStatus"] === "RUNNING") {
      if (known !== undefined) return;
      if (family === "roled" && sent["roleCredentials"] === undefined) {
        this.parts.timeline.fail(`${arn} comes to ${this.name} without its role's credentials`);
      }
      const task: AgentTask = {
        arn,
        family,
        desired: "RUNNING",
        stage: "accepted",
        reports: [],
        healthy: undefined,
      };
      this.memory.tasks.set(arn, task);
      this.#begin(task);
      return;
    }
    if (known !== undefined) {
      this.#wantStopped(known);
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
    this.memory.tasks.set(arn, unknown);
    this.#report(unknown);
  }

  /** Pulls the image and starts the container; the steps of a process that dies are taken by the next one. */
  #begin(task: AgentTask): void {
    const { timeline, random } = this.parts;
    const living = this.#living();
    const pull = random.chance(0.1) ? random.between(3000, 20_000) : random.between(100, 2500);
    timeline.after(pull, `${this.name} starts ${task.arn}`, () => {
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
      this.machine.start(task.arn, task.family);
      task.stage = "running";
      task.reports.push(reportOf("running"));
      this.#report(task);
      if (task.family === "checked") this.#check(task);
      if (task.family === "flaky") this.#fail(task);
    });
  }

  #check(task: AgentTask): void {
    const { timeline, random, faults } = this.parts;
    timeline.after(random.between(1000, 8000), `health check of ${task.arn}`, () => {
      task.healthy = true;
      if (!faults.raging || !random.chance(0.3)) return;
      timeline.after(random.between(10_000, 90_000), `health check of ${task.arn}`, () => {
        if (faults.raging) task.healthy = false;
      });
    });
  }

  #fail(task: AgentTask): void {
    const { timeline, random, faults } = this.parts;
    timeline.after(random.between(2000, 90_000), `container of ${task.arn} fails`, () => {
      if (faults.raging) this.machine.exit(task.arn, 1);
    });
  }

  #wantStopped(task: AgentTask): void {
    if (task.desired === "STOPPED") return;
    task.desired = "STOPPED";
    if (task.stage === "running") this.#stop(task);
  }

  #stop(task: AgentTask): void {
    const { timeline, random } = this.parts;
    const living = this.#living();
    const patience = random.chance(0.15) ? random.between(5000, 30_000) : random.between(50, 2000);
    timeline.after(patience, `${this.name} has stopped ${task.arn}`, () => {
      if (living()) this.machine.exit(task.arn, 137);
    });
  }

  #ended(arn: string): void {
    const task = this.memory.tasks.get(arn);
    if (task?.stage !== "running") return;
    this.#settle(task, reportOf("stopped", this.machine.containers.get(arn)?.exitCode ?? 0));
  }

  #settle(task: AgentTask, report: ReturnType<typeof reportOf>): void {
    task.stage = "stopped";
    task.desired = "STOPPED";
    task.reports.push(report);
    this.#report(task);
  }

  /** Reports of one task go in order, each until it is taken. */
  #report(task: AgentTask): void {
    if (!this.up || this.memory.instanceArn === undefined || this.#reporting.has(task.arn)) return;
    if (task.reports.length === 0) return;
    this.#reporting.add(task.arn);
    void this.#submit(task, this.#living());
  }

  async #submit(task: AgentTask, living: () => boolean): Promise<void> {
    const { network, timeline, callerOf } = this.parts;
    for (let report = task.reports[0]; report !== undefined; report = task.reports[0]) {
      const answer = await network.request(
        {
          from: this.name,
          operation: "SubmitTaskStateChange",
          caller: callerOf(this.machine.ec2Id),
          input: { cluster: CLUSTER, task: task.arn, ...report },
        },
        living,
      );
      if (!living()) return;
      if (answer.kind === "refused") {
        timeline.fail(`${this.name}'s report of ${task.arn} is refused: ${answer.error.message}`);
        return;
      }
      task.reports.shift();
    }
    this.#reporting.delete(task.arn);
    if (task.stage === "stopped") this.#forgetLater(task);
  }

  /** The agent cleans up some time after the end; it takes the same task for a new one from then on. */
  #forgetLater(task: AgentTask): void {
    const { timeline, random } = this.parts;
    const { memory } = this;
    timeline.after(random.between(15_000, 60_000), `${this.name} cleans ${task.arn} up`, () => {
      if (this.memory !== memory || task.reports.length > 0) return;
      memory.tasks.delete(task.arn);
      this.machine.containers.delete(task.arn);
    });
  }

  #publishLater(link: Link, living: () => boolean): void {
    this.parts.timeline.after(TELEMETRY_INTERVAL, `${this.name} publishes`, () => {
      if (!living() || this.tcs !== link) return;
      this.publish();
      this.#publishLater(link, living);
    });
  }

  /** Tells the health of all containers that have a health check. */
  publish(): void {
    const tasks = [...this.memory.tasks.values()]
      .filter(({ stage, healthy }) => stage === "running" && healthy !== undefined)
      .map(({ arn, healthy }) => ({
        taskArn: arn,
        containers: [{ containerName: "app", healthStatus: healthy ? "HEALTHY" : "UNHEALTHY" }],
      }));
    if (tasks.length > 0) this.tcs?.send(frame("PublishHealthRequest", { tasks }), "PublishHealthRequest");
  }
}

/** A frame as TCS takes it: headers that sign it, an empty line, the envelope. */
export const frame = (type: string, message: object): string =>
  `Authorization: none\r\n\r\n${JSON.stringify({ type, message })}`;

const tasksOf = (message: Members): readonly Members[] => (message["tasks"] ?? []) as readonly Members[];
