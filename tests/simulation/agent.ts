import type { Caller } from "../../src/operation/index.ts";
import { AgentChannels } from "./agent-channels.ts";
import { AgentMemory } from "./agent-memory.ts";
import { AgentTasks } from "./agent-tasks.ts";
import type { ControlPlaneHost } from "./control-plane.ts";
import { instanceThere } from "./facts.ts";
import type { Faults } from "./faults.ts";
import { CAPACITY, type Machine } from "./machine.ts";
import type { Network } from "./network.ts";
import { CLUSTER, SCOPE } from "./prepared.ts";
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

/** What the official agent registers, as far as the families of {@link FAMILIES} ask for it. */
const ATTRIBUTES = [
  ...["1.17", "1.18", "1.19", "1.21", "1.24", "1.29"].map(
    (version) => `com.amazonaws.ecs.capability.docker-remote-api.${version}`,
  ),
  "com.amazonaws.ecs.capability.task-iam-role",
  "ecs.capability.container-health-check",
].map((name) => ({ name }));

type Registered = { readonly containerInstance: { readonly containerInstanceArn: string } };

/** A container agent as section 5, 7 and 9 of its protocol describe it: registers, takes tasks over, reports. */
export class Agent {
  readonly machine: Machine;
  memory = new AgentMemory();
  up = false;
  readonly channels: AgentChannels;
  readonly tasks: AgentTasks;
  readonly parts: AgentParts;
  #epoch = 0;

  constructor(parts: AgentParts) {
    this.parts = parts;
    this.machine = parts.machine;
    this.tasks = new AgentTasks(this);
    this.channels = new AgentChannels(this, this.tasks);
    this.machine.onExit = (arn) => {
      if (this.up) this.tasks.ended(arn);
    };
  }

  get name(): string {
    return `agent-${this.machine.name.split("-")[1]}`;
  }

  start(): void {
    if (this.up) return;
    this.up = true;
    this.#epoch += 1;
    this.channels.begin();
    this.parts.timeline.note(() => `${this.name}: starts`);
    void this.#run(this.living());
  }

  /** The process is gone; its containers run on. */
  crash(): void {
    if (!this.up) return;
    this.parts.timeline.note(() => `${this.name}: CRASH`);
    this.up = false;
    this.#epoch += 1;
    this.tasks.crash();
    this.channels.crash();
  }

  /** Machine, containers and all that the agent knew are gone; what takes their place is new. */
  lose(): void {
    this.crash();
    this.memory = new AgentMemory();
    this.machine.replace();
  }

  /** True for as long as the present process of the agent lives. */
  living(): () => boolean {
    const epoch = this.#epoch;
    return () => this.up && this.#epoch === epoch;
  }

  async #run(living: () => boolean): Promise<void> {
    const { timeline, random } = this.parts;
    await timeline.wait(random.between(50, 1500), `${this.name} is up`);
    if (!living()) return;
    for (const task of this.memory.tasks.values()) {
      const container = this.machine.containers.get(task.arn);
      if (task.stage === "running" && container?.running !== true) this.tasks.ended(task.arn);
    }
    if (!(await this.#register(living)) || !living()) return;
    this.tasks.resume();
    void this.channels.dial("acs", living);
    void this.channels.dial("tcs", living);
  }

  async #register(living: () => boolean): Promise<boolean> {
    const { network, callerOf, timeline } = this.parts;
    const { machine, memory } = this;
    const answer = await network.request<Registered>(
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
        facts: ({ containerInstance }: Registered) => [instanceThere(containerInstance.containerInstanceArn)],
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
}
