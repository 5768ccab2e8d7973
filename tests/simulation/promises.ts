import type { Reader } from "../../src/state/index.ts";

/** Something a call made true. */
export type Fact = {
  /** What it is about: a later fact about the same replaces it. */
  readonly about: string;
  /** Why it does not hold; undefined when it does. */
  readonly broken: (state: Reader) => string | undefined;
};

type Kept = Fact & { readonly by: object; acknowledged: boolean };

/**
 * What calls made true, and which of them were acknowledged. What was acknowledged must outlive every crash; what
 * was not may be there or not, but nothing else.
 */
export class Promises {
  readonly #facts = new Map<string, Kept[]>();
  readonly #fail: (message: string) => void;

  constructor(fail: (message: string) => void) {
    this.#fail = fail;
  }

  /** A call did its work in memory; whether anybody learns of it is open. */
  executed(facts: readonly Fact[], by: object): void {
    for (const fact of facts) {
      const known = this.#facts.get(fact.about) ?? [];
      known.push({ ...fact, by, acknowledged: false });
      this.#facts.set(fact.about, known);
    }
  }

  /** What there are facts about that begins so. */
  about(beginning: string): readonly string[] {
    return [...this.#facts.keys()].filter((about) => about.startsWith(beginning));
  }

  /** The outcome of a call has left the control plane: what it did, and all that came before, is durable. */
  acknowledged(by: object): void {
    for (const [about, known] of this.#facts) {
      const at = known.findLastIndex((fact) => fact.by === by);
      const fact = known[at];
      if (fact === undefined || fact.acknowledged) continue;
      fact.acknowledged = true;
      this.#facts.set(about, known.slice(at));
    }
  }

  /** A control plane has just read the disk: what is there is one of the things that may be there. */
  reopened(state: Reader): void {
    for (const [about, known] of this.#facts) {
      const holds = known.findLast((fact) => fact.broken(state) === undefined);
      if (holds !== undefined) {
        this.#facts.set(about, [{ ...holds, acknowledged: true }]);
        continue;
      }
      const acknowledged = known.find((fact) => fact.acknowledged);
      if (acknowledged === undefined) this.#facts.delete(about);
      else
        this.#fail(`after a crash an acknowledged call is not true any more: ${acknowledged.broken(state)}`);
    }
  }

  /** All that was done last still holds in memory. */
  check(state: Reader): void {
    for (const known of this.#facts.values()) {
      const why = known.at(-1)?.broken(state);
      if (why !== undefined) this.#fail(`what a call did is undone: ${why}`);
    }
  }
}
