import { DEMANDS, type Family } from "./prepared.ts";
import type { Timeline } from "./timeline.ts";

/** A container on a machine; of each task there is one. */
export type Container = { readonly family: Family; running: boolean; exitCode: number };

/** What every machine has. */
export const CAPACITY = { cpu: 2048, memory: 2048 } as const;

/** Every start of a container, ever: the same task never starts twice, wherever. */
export type StartBook = Map<string, string>;

/** A machine with its container runtime, which goes on when the agent is gone. */
export class Machine {
  readonly name: string;
  readonly zone: string;
  /** A custom attribute that placement constraints ask for. */
  readonly stack: "blue" | "green";
  /** Changes when the machine is replaced by a new one. */
  ec2Id: string;
  readonly containers = new Map<string, Container>();
  /** The runtime tells whoever listens of a container's end. */
  onExit: ((taskArn: string) => void) | undefined;
  #generation = 0;
  readonly #timeline: Timeline;
  readonly #starts: StartBook;

  constructor(parts: {
    readonly index: number;
    readonly zone: string;
    readonly stack: "blue" | "green";
    readonly timeline: Timeline;
    readonly starts: StartBook;
  }) {
    this.name = `machine-${parts.index}`;
    this.zone = parts.zone;
    this.stack = parts.stack;
    this.#timeline = parts.timeline;
    this.#starts = parts.starts;
    this.ec2Id = this.#newId();
  }

  running(): readonly string[] {
    return [...this.containers].filter(([, { running }]) => running).map(([arn]) => arn);
  }

  /** Starts a task's container. There must be room: the control plane accounts as agents do. */
  start(taskArn: string, family: Family): void {
    const earlier = this.#starts.get(taskArn);
    if (earlier !== undefined) {
      this.#timeline.fail(`task ${taskArn} is started on ${this.name}, but it was started on ${earlier}`);
    }
    this.#starts.set(taskArn, this.name);
    this.#checkRoom(taskArn, family);
    this.#timeline.note(() => `  ${this.name}: container of ${taskArn} (${family}) starts`);
    this.containers.set(taskArn, { family, running: true, exitCode: 0 });
  }

  exit(taskArn: string, exitCode: number): void {
    const container = this.containers.get(taskArn);
    if (container?.running !== true) return;
    this.#timeline.note(() => `  ${this.name}: container of ${taskArn} ends with ${exitCode}`);
    container.running = false;
    container.exitCode = exitCode;
    this.onExit?.(taskArn);
  }

  /** The machine is gone for good; another one takes its place. */
  replace(): void {
    this.containers.clear();
    this.#generation += 1;
    this.ec2Id = this.#newId();
  }

  #newId(): string {
    const number = Number(this.name.split("-")[1]);
    return `i-0${(number * 1000 + this.#generation).toString(16).padStart(16, "0")}`;
  }

  #checkRoom(taskArn: string, family: Family): void {
    const there = [...this.containers.values()]
      .filter(({ running }) => running)
      .map((one) => DEMANDS[one.family]);
    const all = [...there, DEMANDS[family]];
    const cpu = all.reduce((sum, demand) => sum + demand.cpu, 0);
    const memory = all.reduce((sum, demand) => sum + demand.memory, 0);
    const ports = all.flatMap(({ port }) => (port === undefined ? [] : [port]));
    if (cpu > CAPACITY.cpu || memory > CAPACITY.memory || new Set(ports).size < ports.length) {
      this.#timeline.fail(
        `${this.name} has no room for task ${taskArn}: ${cpu} CPU units, ${memory} MiB, ports ${ports.join(" ")}`,
      );
    }
  }
}
