/** A service of no more tasks than this is looked at after every change. */
const SMALL = 100;

/** Changes of a service after which it is looked at whatever the time: a part of its tasks, and never more than this. */
const PART = 16;
const MANY = 100;

/** For how long after a look a large service is left alone, for each of its tasks: a hundred times what that costs. */
const MILLISECONDS_A_TASK = 0.1;

/**
 * When a service is to be looked at. A look reads all tasks of the service, so looking at each change of a large
 * one would make a deployment of n tasks cost n². Instead the changes of a moment share a look: the first change
 * after a pause is looked at at once; those that follow wait until they are a part of the tasks, or for as long
 * as the service is large. What n changes cost is in proportion to n.
 *
 * It is kept in memory alone: a scheduler that starts looks at every service.
 */
export class Pace {
  #lookedAt = Number.NEGATIVE_INFINITY;
  #changes = 0;

  /** Takes note of a change; answers how many milliseconds to wait with the look at it. */
  changed(tasks: number, now: number): number {
    this.#changes += 1;
    if (tasks <= SMALL || this.#changes >= Math.min(MANY, tasks / PART)) return 0;
    const wait = this.#lookedAt + tasks * MILLISECONDS_A_TASK - now;
    // A clock that was set back must not hold anything up for longer.
    return Math.max(0, Math.min(wait, tasks * MILLISECONDS_A_TASK));
  }

  /** Takes note of a look at everything that there was. */
  looked(now: number): void {
    this.#lookedAt = now;
    this.#changes = 0;
  }
}
