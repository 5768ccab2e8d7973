import type { Caller } from "../../src/operation/index.ts";
import { containerInstanceTable } from "../../src/services/ecs/container-instances/table.ts";
import { serviceEventTable } from "../../src/services/ecs/services/event-table.ts";
import type { Reader } from "../../src/state/index.ts";
import { Agent } from "./agent.ts";
import { Chaos } from "./chaos.ts";
import { ControlPlaneHost } from "./control-plane.ts";
import { Disk } from "./disk.ts";
import { Faults } from "./faults.ts";
import { wrongIndexes } from "./indexes.ts";
import { Machine, type StartBook } from "./machine.ts";
import { Network } from "./network.ts";
import { ACCOUNT, type Prepared, prepare } from "./prepared.ts";
import { Random } from "./random.ts";
import { unrest } from "./rest.ts";
import { type Telling, Timeline } from "./timeline.ts";
import { Watch } from "./watch.ts";
import { Workload } from "./workload.ts";

/** How a run went. */
export type Outcome = {
  readonly seed: number;
  /** What was violated first. */
  readonly violation: string | undefined;
  readonly steps: number;
  readonly crashes: number;
  /** The same for the same seed, if the run was told of. */
  readonly digest: string;
  /** How often each kind of fault struck, and which lines the services' event logs came to have. */
  readonly seen: Readonly<Record<string, number>>;
};

/** How long things may take to come to rest, and how long they must stay there; in milliseconds. */
const PATIENCE = 2 * 60 * 60_000;
const LOOK = 20_000;
const CALM = 45_000;

/** Runs one seed from its first registration to its rest. */
export const simulate = async (seed: number, telling: Telling = "nothing"): Promise<Outcome> => {
  const run = new Simulation(seed, telling, await prepare());
  const { timeline, host, chaos } = run;
  const giveBack = takeOver(run);
  try {
    await run.run();
  } finally {
    giveBack();
  }
  return {
    seed,
    violation: timeline.violation?.message,
    steps: timeline.steps,
    crashes: host.crashes,
    digest: timeline.digest(),
    seen: { ...Object.fromEntries(chaos.struck), ...run.lines },
  };
};

/** Takes the process's own ways out over: warnings, and the turns of the event loop. Answers what gives them back. */
const takeOver = ({ timeline, host }: Simulation): (() => void) => {
  const { setImmediate } = globalThis;
  const { emitWarning } = process;
  // The control plane waits for the next turn of the event loop to share commits: a step like any other here.
  const nextTurn = (action: () => void): void => void timeline.after(0, "control plane: next turn", action);
  globalThis.setImmediate = nextTurn as unknown as typeof setImmediate;
  // What the control plane warns of is what it did not expect.
  process.emitWarning = (warning: string | Error) => host.warned(String(warning));
  return () => {
    globalThis.setImmediate = setImmediate;
    process.emitWarning = emitWarning;
  };
};

class Simulation {
  readonly timeline: Timeline;
  readonly host: ControlPlaneHost;
  readonly chaos: Chaos;
  readonly #random: Random;
  readonly #faults: Faults;
  readonly #watch: Watch;
  readonly #workload: Workload;
  readonly #agents: readonly Agent[];
  #raging = true;
  /** The lines of the services' event logs at the end, without names and numbers. */
  lines: Readonly<Record<string, number>> = {};

  constructor(seed: number, telling: Telling, { rows, instanceRole }: Prepared) {
    const random = new Random(seed);
    this.#random = random;
    this.timeline = new Timeline(telling);
    const { timeline } = this;
    const badness = random.pick([0, 0.02, 0.08, 0.15]);
    this.#faults = new Faults(random.fork(), {
      lostRequest: badness,
      lostAnswer: badness,
      duplicate: badness,
      slow: random.pick([0, 0.05, 0.2]),
    });
    this.#watch = new Watch(timeline);
    this.host = new ControlPlaneHost(
      timeline,
      random.fork(),
      new Disk(timeline, random.fork(), rows),
      this.#watch,
    );
    const network = new Network(timeline, this.host, this.#faults, random.fork());
    this.#workload = new Workload({ timeline, network, host: this.host, random: random.fork() });
    const callers = new Map<string, Caller>();
    const callerOf = (ec2Id: string): Caller => {
      const found = callers.get(ec2Id) ?? callerOfInstance(instanceRole, ec2Id);
      callers.set(ec2Id, found);
      return found;
    };
    const starts: StartBook = new Map();
    this.#agents = Array.from({ length: random.between(2, 4) }, (_, index) => {
      const zone = `us-west-2${random.pick(["a", "b", "c"])}`;
      const machine = new Machine({ index, zone, stack: random.pick(["blue", "green"]), timeline, starts });
      return new Agent({
        machine,
        timeline,
        network,
        host: this.host,
        faults: this.#faults,
        random: random.fork(),
        callerOf,
        onRefused: (agent) => this.chaos.replace(agent),
      });
    });
    this.chaos = new Chaos({
      timeline,
      host: this.host,
      agents: this.#agents,
      random: random.fork(),
      workload: this.#workload,
    });
  }

  async run(): Promise<void> {
    const { timeline } = this;
    const goesOn = (): boolean => this.#raging;
    const end = this.#random.between(120_000, 400_000);
    this.host.start();
    for (const agent of this.#agents)
      timeline.after(this.#random.between(0, 3000), "power", () => agent.start());
    timeline.after(2000, "clients begin", () => {
      void this.#workload.run("services", goesOn);
      void this.#workload.run("tasks", goesOn);
      void this.chaos.run(this.#random.pick([8000, 20_000, 60_000]), goesOn);
    });
    await this.#until(end);
    this.#cease();
    await this.#rest();
  }

  async #until(moment: number): Promise<void> {
    while (this.timeline.violation === undefined && (await this.timeline.step(moment)));
    this.timeline.now = Math.max(this.timeline.now, moment);
  }

  #cease(): void {
    this.timeline.note(() => "——— faults cease ———");
    this.#raging = false;
    this.#faults.cease();
    this.host.disarm();
    this.host.disk.full = false;
    void this.#removeGhosts();
  }

  /** Instances that no machine has are taken out, as a person would: a lost answer may leave one behind. */
  async #removeGhosts(): Promise<void> {
    const { timeline } = this;
    for (;;) {
      await timeline.wait(90_000, "a person looks at the cluster");
      const state = this.host.current?.plane?.state;
      if (state === undefined) continue;
      const mine = new Set(this.#agents.map(({ memory }) => memory.instanceArn));
      for (const { arn, status } of [...state.table(containerInstanceTable).all()]) {
        if (status !== "INACTIVE" && !mine.has(arn)) await this.#workload.deregister(arn, () => true);
      }
    }
  }

  /** Waits until everything is at rest and stays there; tells what is not when it takes too long. */
  async #rest(): Promise<void> {
    const { timeline, host } = this;
    let restart = this.#random.chance(0.25);
    const deadline = timeline.now + PATIENCE;
    for (let calm: number | undefined; timeline.violation === undefined; ) {
      await this.#until(timeline.now + LOOK);
      const state = host.current?.plane?.state;
      const problems =
        state === undefined ? ["no control plane"] : unrest(state, this.#agents, host.wallClock());
      if (problems.length > 0 || this.chaos.pending > 0) calm = undefined;
      else calm ??= timeline.now;
      if (state !== undefined && calm !== undefined && timeline.now - calm >= CALM) {
        if (restart) {
          // What is at rest must be so after a restart as well.
          restart = false;
          calm = undefined;
          host.crash("to see whether all stays at rest");
          continue;
        }
        this.#watch.promises.check(state);
        for (const wrong of wrongIndexes(state)) timeline.fail(wrong);
        this.lines = linesOf(state);
        return;
      }
      if (timeline.now > deadline) timeline.fail(`not at rest: ${problems.join("; ")}`);
    }
  }
}

const callerOfInstance = (role: Prepared["instanceRole"], ec2Id: string): Caller => ({
  principal: {
    type: "AssumedRole",
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role.name}/${ec2Id}`,
    accountId: ACCOUNT,
    roleArn: role.arn,
  },
  userId: `${role.id}:${ec2Id}`,
  roleId: role.id,
  session: { name: ec2Id, issuedAt: 0, expiresAt: Date.UTC(2030, 0, 1) },
});

const linesOf = (state: Reader): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { message } of state.table(serviceEventTable).all()) {
    const line = message
      .replaceAll(/(?:\((?:service|task|deployment|container-instance) [^)]+\)|ecs-svc\/\d+|\d+) ?/g, "")
      .trim();
    counts[line] = (counts[line] ?? 0) + 1;
  }
  return counts;
};
