import {
  type AnyOperation,
  AwsError,
  type Caller,
  type ControlPlane,
  invoke,
  type Operation,
} from "../../src/operation/index.ts";
import {
  type AgentChannels,
  createAgentChannels,
  ecs,
  startEcsControllers,
} from "../../src/services/ecs/index.ts";
import { createPolicyLayers, ensureAccount } from "../../src/services/iam/index.ts";
import { createSessionIssuer } from "../../src/services/sts/index.ts";
import {
  createCipher,
  openState,
  type State,
  StateUnavailableError,
  type Transaction,
} from "../../src/state/index.ts";
import type { World } from "../../src/world.ts";
import type { Disk } from "./disk.ts";
import type { Execution } from "./network.ts";
import { ACCOUNT, SCOPE } from "./prepared.ts";
import type { Random } from "./random.ts";
import type { Timeline } from "./timeline.ts";
import { wrongMessage } from "./watch-sent.ts";

const CIPHER_KEY = new Uint8Array(32).fill(9);
const SESSION_KEY = new Uint8Array(32).fill(7);
const BEGINNING = Date.UTC(2026, 10, 24, 12);

const OPERATIONS: ReadonlyMap<string, AnyOperation> = new Map(ecs.operations.map((one) => [one.name, one]));

/** Who looks at what the control plane does. */
export type Watcher = {
  /** A control plane has read the disk and has done nothing yet. */
  readonly opened: (state: State, now: () => number) => void;
  /** A transaction has done its work; `answer` is what a call in it answers. */
  readonly worked: (transaction: Transaction, answer: unknown, execution: Execution | undefined) => void;
  /** The outcome of a call is durable and leaves the control plane. */
  readonly answered: (execution: Execution) => void;
};

/** One process of the control plane, with the real parts, from its start to its sudden end. */
export class Process {
  alive = true;
  /** Whether it takes calls. */
  listening = false;
  channels: AgentChannels | undefined;
  plane: ControlPlane | undefined;
  /** What to tell when it dies: open sockets, calls under way. */
  readonly onDeath = new Set<() => void>();
  calls = 0;
}

/** Runs the control plane, kills it where it is told to, and starts it again. */
export class ControlPlaneHost {
  current: Process | undefined;
  /** How far the machine's clock is off, in milliseconds: it may jump, timers don't. */
  clockOffset = 0;
  /** How many crashes there were. */
  crashes = 0;
  readonly disk: Disk;
  readonly watcher: Watcher;
  readonly #timeline: Timeline;
  readonly #random: Random;
  #countdown = Number.POSITIVE_INFINITY;
  #execution: Execution | undefined;

  constructor(timeline: Timeline, random: Random, disk: Disk, watcher: Watcher) {
    this.#timeline = timeline;
    this.#random = random;
    this.disk = disk;
    this.watcher = watcher;
  }

  /** Milliseconds since the epoch, by the machine's clock. */
  readonly wallClock = (): number => BEGINNING + this.#timeline.now + this.clockOffset;

  /** Lets the process die when it is about to have its `effects`th effect from now. */
  armCrash(effects: number): void {
    this.#countdown = effects;
  }

  disarm(): void {
    this.#countdown = Number.POSITIVE_INFINITY;
  }

  start(): void {
    if (this.current !== undefined) return;
    const process = new Process();
    this.current = process;
    this.#timeline.note(() => "control plane: starts");
    void this.#boot(process).catch((error: unknown) => this.#problem(process, error));
  }

  /** An effect of a process; false when it is dead, or dies of it. */
  effect(process: Process, what: string): boolean {
    if (!process.alive) return false;
    this.#timeline.activity += 1;
    this.#countdown -= 1;
    if (this.#countdown > 0) return true;
    this.crash(`before: ${what}`);
    return false;
  }

  /** The process is gone from one moment to the next. */
  crash(why: string): void {
    const process = this.current;
    if (process === undefined) return;
    this.#timeline.note(() => `control plane: CRASH (${why})`);
    this.crashes += 1;
    this.disarm();
    process.alive = false;
    process.listening = false;
    this.current = undefined;
    this.disk.cut();
    for (const tell of [...process.onDeath]) tell();
    const delay = this.#random.chance(0.2)
      ? this.#random.between(5000, 60_000)
      : this.#random.between(50, 3000);
    this.#timeline.after(delay, "control plane: restart", () => this.start());
  }

  /** Calls an operation; resolves as the process answers, or never when it dies before. */
  async call<Output>(
    process: Process,
    name: string,
    input: object,
    caller: Caller,
    execution: Execution,
  ): Promise<Output> {
    const operation = OPERATIONS.get(name) as Operation<object, Output> | undefined;
    const { plane } = process;
    if (operation === undefined || plane === undefined) throw new Error(`no operation ${name}`);
    process.calls += 1;
    this.#execution = execution;
    const answer = invoke(plane, {
      service: ecs,
      operation,
      // What comes over the wire is a copy of its own.
      input: structuredClone(input),
      caller,
      scope: SCOPE,
      request: { requestId: `call-${process.calls}`, secureTransport: false },
    });
    this.#execution = undefined;
    try {
      const output = await answer;
      if (this.effect(process, `answer to ${name}`)) this.watcher.answered(execution);
      return output;
    } catch (error) {
      this.effect(process, `refusal of ${name}`);
      if (
        process.alive &&
        !(error instanceof AwsError) &&
        !(error instanceof StateUnavailableError) &&
        !isDiskError(error)
      ) {
        this.#problem(process, error);
      }
      throw error;
    }
  }

  /** A process sends a message to an agent. */
  sent(process: Process, instanceArn: string | undefined, type: string, message: object): void {
    const { plane } = process;
    if (plane === undefined) return;
    const wrong = wrongMessage(plane.state, this.disk, instanceArn, type, { ...message });
    if (wrong !== undefined) this.#timeline.fail(wrong);
  }

  /** The control plane warned of something. A process that a full disk has ended says nothing any more. */
  warned(text: string): void {
    if (/ENOSPC|StateUnavailableError/.test(text)) return;
    this.#timeline.fail(`an unexpected warning: ${text}`);
  }

  #problem(process: Process, error: unknown): void {
    if (!process.alive || error instanceof StateUnavailableError || isDiskError(error)) return;
    this.#timeline.fail(`an internal error: ${error instanceof Error ? error.stack : String(error)}`);
  }

  async #boot(process: Process): Promise<void> {
    const world = this.#world(process);
    const user = {
      alive: () => process.alive,
      effect: (what: string) => this.effect(process, what),
    };
    await this.#timeline.wait(this.#random.between(5, 400), "control plane: reads the disk");
    if (!process.alive) return;
    const opened = await openState({
      storage: this.disk.open(user),
      cipher: createCipher(CIPHER_KEY),
      onFailure: (error) => {
        if (process.alive) this.crash(`a commit failed: ${error.message}`);
      },
      onListenerError: (error) => this.#problem(process, error),
    });
    if (!process.alive) return;
    const state = this.#watched(process, opened);
    this.watcher.opened(opened, world.now);
    await state.transact((transaction) => ensureAccount(transaction, { accountId: ACCOUNT, world }));
    if (!process.alive) return;
    const issuer = createSessionIssuer({ key: SESSION_KEY, world });
    const plane: ControlPlane = {
      state,
      world,
      authority: { mode: "enforce", ...createPolicyLayers(), record: () => {} },
      environment: { endpoint: "http://127.0.0.1:4566", issueSession: issuer.issueSession },
    };
    process.plane = plane;
    process.channels = createAgentChannels(plane);
    process.listening = true;
    await this.#timeline.wait(this.#random.between(0, 20), "control plane: starts its controllers");
    if (!process.alive) return;
    startEcsControllers(plane, process.channels);
    this.#timeline.note(() => "control plane: is there");
  }

  #world(process: Process): World {
    const random = this.#random.fork();
    return {
      now: () => {
        this.#timeline.activity += 1;
        return this.wallClock();
      },
      after: (milliseconds, action) => {
        if (!this.effect(process, `timer of ${milliseconds} ms`)) return () => {};
        return this.#timeline.after(milliseconds, "control plane: timer", () => {
          if (process.alive) action();
        });
      },
      randomBytes: (count) => random.bytes(count),
      uuid: () => {
        const hex = Buffer.from(random.bytes(16)).toString("hex");
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
      },
      random: () => random.fraction(),
    };
  }

  /** The state, with each transaction looked at as soon as it has done its work. */
  #watched(process: Process, state: State): State {
    return {
      ...state,
      table: state.table,
      transact: (work) => {
        this.#timeline.activity += 1;
        const execution = this.#execution;
        return state.transact((transaction) => {
          const value = work(transaction);
          if (process.alive) this.watcher.worked(transaction, value, execution);
          return value;
        });
      },
    };
  }
}

const isDiskError = (error: unknown): boolean => error instanceof Error && error.message.startsWith("ENOSPC");
