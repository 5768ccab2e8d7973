import { AwsError, type Caller } from "../../src/operation/index.ts";
import type { ControlPlaneHost } from "./control-plane.ts";
import type { Faults } from "./faults.ts";
import type { Fact } from "./promises.ts";
import type { Random } from "./random.ts";
import type { Timeline } from "./timeline.ts";

/** What became of a call. */
export type Answer<Output> =
  | { readonly kind: "done"; readonly output: Output }
  | { readonly kind: "refused"; readonly error: AwsError }
  | { readonly kind: "lost" };

/** One call of an operation over HTTP. */
export type HttpCall = {
  /** Who calls, for the trace. */
  readonly from: string;
  readonly operation: string;
  readonly input: object;
  readonly caller: Caller;
  /** The call says nothing that is true: it must change no task. */
  readonly nonsense?: boolean;
  /** What the call makes true, by its answer. */
  readonly facts?: (output: never) => readonly Fact[];
};

/** One run of a call by the control plane: what is sent once may be run twice. */
export type Execution = { readonly call: HttpCall };

/** How long a client waits for an answer, in milliseconds. */
const PATIENCE = 15_000;

/** Carries calls to the control plane and answers back, as badly as its faults say. */
export class Network {
  readonly #timeline: Timeline;
  readonly #host: ControlPlaneHost;
  readonly #faults: Faults;
  readonly #random: Random;

  constructor(timeline: Timeline, host: ControlPlaneHost, faults: Faults, random: Random) {
    this.#timeline = timeline;
    this.#host = host;
    this.#faults = faults;
    this.#random = random;
  }

  /** Sends a call once. Its request or its answer may be lost, and it may arrive twice. */
  attempt<Output>(call: HttpCall): Promise<Answer<Output>> {
    return new Promise((resolve) => {
      const what = `${call.operation} of ${call.from}`;
      const stopWaiting = this.#timeline.after(PATIENCE, `${call.from} gives up waiting`, () =>
        resolve({ kind: "lost" }),
      );
      const answer = (outcome: Answer<Output>): void => {
        if (this.#faults.losesAnswer()) {
          this.#timeline.note(() => `  answer to ${what} is lost`);
          return;
        }
        this.#timeline.after(this.#faults.delay(), `answer to ${what}`, () => {
          stopWaiting();
          resolve(outcome);
        });
      };
      if (this.#faults.losesRequest()) this.#timeline.note(() => `  request ${what} is lost`);
      else this.#timeline.after(this.#faults.delay(), what, () => this.#arrive(call, answer));
      if (this.#faults.duplicates()) {
        // Right behind the first, while that is being written, or much later.
        const late = this.#random.between(0, this.#random.chance(0.5) ? 40 : 8000);
        this.#timeline.after(late, `${what}, once more`, () => this.#arrive(call, () => {}));
      }
    });
  }

  /** Sends a call until it is answered, with growing pauses; lost when `goesOn` says so. */
  async request<Output>(call: HttpCall, goesOn: () => boolean = () => true): Promise<Answer<Output>> {
    let pause = 200;
    while (goesOn()) {
      const answer = await this.attempt<Output>(call);
      if (answer.kind !== "lost" || !goesOn()) return answer;
      await this.#timeline.wait(pause + this.#random.between(0, pause), `${call.from} tries again`);
      pause = Math.min(10_000, pause * 2);
    }
    return { kind: "lost" };
  }

  #arrive<Output>(call: HttpCall, answer: (outcome: Answer<Output>) => void): void {
    const process = this.#host.current;
    if (process?.listening !== true) {
      // Refused at once, as by a machine where nobody listens.
      answer({ kind: "lost" });
      return;
    }
    const died = (): void => answer({ kind: "lost" });
    process.onDeath.add(died);
    const settled = (outcome: Answer<Output>): void => {
      process.onDeath.delete(died);
      if (process.alive) answer(outcome);
    };
    this.#host.call<Output>(process, call.operation, call.input, call.caller, { call }).then(
      (output) => {
        this.#timeline.note(() => `  ${call.operation} of ${call.from}: done`);
        settled({ kind: "done", output: structuredClone(output) });
      },
      (error: unknown) => {
        this.#timeline.note(
          () => `  ${call.operation} of ${call.from}: ${error instanceof Error ? error.message : error}`,
        );
        settled(error instanceof AwsError ? { kind: "refused", error } : { kind: "lost" });
      },
    );
  }
}
