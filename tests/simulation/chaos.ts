import { type InstanceRow, instanceTable } from "../../src/services/ec2/index.ts";
import type { Agent } from "./agent.ts";
import type { ControlPlaneHost } from "./control-plane.ts";
import { tellNonsense } from "./nonsense.ts";
import { ACCOUNT, SCOPE } from "./prepared.ts";
import type { Random } from "./random.ts";
import type { Timeline } from "./timeline.ts";
import type { Workload } from "./workload.ts";

/** What can go wrong, and for whom. */
export type ChaosParts = {
  readonly timeline: Timeline;
  readonly host: ControlPlaneHost;
  readonly agents: readonly Agent[];
  readonly random: Random;
  readonly workload: Workload;
};

const KINDS = {
  controlPlaneCrash: 6,
  connectionBreaks: 5,
  connectionGoesSilent: 2,
  agentCrash: 4,
  machineLost: 1,
  containerExits: 4,
  clockJumps: 2,
  diskFull: 1,
  nonsense: 4,
} as const;

/** Breaks things, one after the other, until `goesOn` says no; what it broke is mended in time. */
export class Chaos {
  readonly #parts: ChaosParts;
  /** How often each kind of fault struck. */
  readonly struck = new Map<string, number>();
  /** Things that have yet to be put right: terminated machines that the control plane has yet to learn of. */
  pending = 0;

  constructor(parts: ChaosParts) {
    this.#parts = parts;
  }

  async run(pace: number, goesOn: () => boolean): Promise<void> {
    const { timeline, random } = this.#parts;
    while (goesOn()) {
      await timeline.wait(random.between(500, pace), "chaos");
      if (!goesOn()) return;
      const kind = random.weighted(KINDS);
      this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1);
      timeline.note(() => `chaos: ${kind}`);
      this.#strike(kind);
    }
  }

  #strike(kind: keyof typeof KINDS): void {
    const { timeline, host, agents, random } = this.#parts;
    const agent = random.pick(agents);
    switch (kind) {
      case "controlPlaneCrash":
        host.armCrash(random.chance(0.5) ? random.between(1, 12) : random.between(1, 120));
        return;
      case "connectionBreaks":
        agent.channels[random.chance(0.8) ? "acs" : "tcs"]?.drop(false);
        return;
      case "connectionGoesSilent":
        agent.channels.acs?.drop(true);
        return;
      case "agentCrash":
        this.#restart(agent, () => agent.crash());
        return;
      case "machineLost":
        void this.#lose(agent);
        return;
      case "containerExits": {
        const running = agent.machine.running();
        if (running.length > 0) agent.machine.exit(random.pick(running), random.pick([0, 1, 137]));
        return;
      }
      case "clockJumps": {
        const far = random.chance(0.3) ? 20 * 60_000 : 30_000;
        host.clockOffset += random.between(-far, far);
        timeline.note(() => `  the clock is off by ${host.clockOffset} ms`);
        return;
      }
      case "diskFull":
        host.disk.full = true;
        timeline.after(random.between(500, 20_000), "the disk has room again", () => {
          host.disk.full = false;
        });
        return;
      case "nonsense":
        tellNonsense(agent, agents, random);
    }
  }

  #restart(agent: Agent, end: () => void): void {
    const { timeline, random } = this.#parts;
    if (!agent.up) return;
    end();
    const away = random.chance(0.3) ? random.between(20_000, 150_000) : random.between(100, 5000);
    timeline.after(away, `${agent.name} is started again`, () => agent.start());
  }

  /** The machine breaks for good: EC2 says so, or a person takes it out; another machine takes its place. */
  async #lose(agent: Agent): Promise<void> {
    const { random } = this.#parts;
    if (!agent.up) return;
    const { instanceArn } = agent.memory;
    const { ec2Id } = agent.machine;
    this.#restart(agent, () => agent.lose());
    this.pending += 1;
    if (random.chance(0.5)) await this.#terminated(ec2Id);
    else if (instanceArn !== undefined) {
      await this.#parts.timeline.wait(random.between(1000, 60_000), "somebody notices");
      await this.#parts.workload.deregister(instanceArn, () => true);
    }
    this.pending -= 1;
  }

  /** A machine whose instance the control plane does not want any more is replaced. */
  replace(agent: Agent): void {
    this.#restart(agent, () => agent.lose());
  }

  async #terminated(id: string): Promise<void> {
    const { host, timeline, random } = this.#parts;
    const row = {
      id,
      accountId: ACCOUNT,
      region: SCOPE.region,
      state: "terminated",
      subnetId: "subnet",
      privateIpAddress: "10.0.0.1",
    } as InstanceRow;
    for (let durable = false; !durable; ) {
      await timeline.wait(random.between(100, 5000), `EC2 tells of ${id}`);
      const process = host.current;
      if (process?.plane === undefined || !process.listening) continue;
      const { state } = process.plane;
      // Between EC2's word and what follows from it there is but a moment: aim at it.
      if (random.chance(0.3)) host.armCrash(random.between(2, 8));
      durable = await new Promise<boolean>((resolve) => {
        const died = (): void => resolve(false);
        process.onDeath.add(died);
        void state
          .transact((transaction) => transaction.table(instanceTable).put(row))
          .then(
            () => {
              process.onDeath.delete(died);
              resolve(process.alive);
            },
            () => resolve(false),
          );
      });
    }
  }
}
