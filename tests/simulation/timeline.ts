import { createHash } from "node:crypto";
import type { Cancel } from "../../src/world.ts";

/** Something that must never happen did. */
export class Violation extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Violation";
  }
}

type Event = {
  readonly at: number;
  readonly order: number;
  readonly label: string;
  action: (() => void) | undefined;
};

const before = (one: Event, other: Event): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** Resolves when no promise has anything left to do: Node comes to the next tick only then. */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));

/** What is told of the run as it goes: nothing, a digest of it, or every line. */
export type Telling = "nothing" | "digest" | ((line: string) => void);

/**
 * The one queue of everything that happens, in the order of simulated time. Nothing else makes time pass: when an
 * event has run, all that follows from it without waiting runs to its end before the next event.
 */
export class Timeline {
  /** Milliseconds since the beginning. */
  now = 0;
  /** How many events have happened. */
  steps = 0;
  /** Grows with everything that code under test does; how {@link step} knows that it has come to its end. */
  activity = 0;
  violation: Violation | undefined;
  readonly #heap: Event[] = [];
  readonly #tell: Telling;
  readonly #digest = createHash("sha256");
  #order = 0;

  constructor(tell: Telling) {
    this.#tell = tell;
  }

  /** Arranges that `action` happens `delay` milliseconds from now. */
  after(delay: number, label: string, action: () => void): Cancel {
    this.activity += 1;
    const event: Event = { at: this.now + Math.max(0, delay), order: this.#order, label, action };
    this.#order += 1;
    this.#push(event);
    return () => {
      event.action = undefined;
    };
  }

  /** Resolves `delay` milliseconds from now. */
  wait(delay: number, label: string): Promise<void> {
    return new Promise((resolve) => this.after(delay, label, resolve));
  }

  /** Tells of something; the text is only made when somebody listens. */
  note(text: () => string): void {
    if (this.#tell === "nothing") return;
    const line = `${(this.now / 1000).toFixed(3).padStart(10)}  ${text()}`;
    this.#digest.update(line);
    if (this.#tell !== "digest") this.#tell(line);
  }

  /** Takes note of a violation; the first one counts. */
  fail(message: string): void {
    if (this.violation !== undefined) return;
    this.violation = new Violation(message);
    this.note(() => `VIOLATION ${message}`);
  }

  /** What was told so far, in a few letters. */
  digest(): string {
    return this.#digest.copy().digest("hex").slice(0, 16);
  }

  /** Lets the next event happen, and all that follows from it at once; false when nothing is left or time is up. */
  async step(until: number): Promise<boolean> {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > until) return false;
      this.#pop();
      if (next.action === undefined) continue;
      this.now = Math.max(this.now, next.at);
      this.steps += 1;
      this.note(() => `· ${next.label}`);
      next.action();
      await this.#settle();
      return true;
    }
  }

  async #settle(): Promise<void> {
    let seen = -1;
    while (seen !== this.activity) {
      seen = this.activity;
      await settled();
    }
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left === undefined) break;
      let smaller = left;
      if (right !== undefined && before(right, left)) {
        smaller = right;
        child += 1;
      }
      if (!before(smaller, last)) break;
      heap[at] = smaller;
      at = child;
    }
    heap[at] = last;
  }
}
