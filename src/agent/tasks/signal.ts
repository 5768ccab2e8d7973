/**
 * Lets the steps of a task wait for its state. `notify` looks at every waiting condition again. Once abandoned
 * (the agent stops and leaves the containers alone), nothing that waits ever goes on.
 */
export class Signal {
  readonly #waiting = new Set<{ readonly met: () => boolean; readonly go: () => void }>();
  #abandoned = false;

  get abandoned(): boolean {
    return this.#abandoned;
  }

  abandon(): void {
    this.#abandoned = true;
    this.#waiting.clear();
  }

  notify(): void {
    if (this.#abandoned) return;
    for (const waiter of this.#waiting)
      if (waiter.met()) {
        this.#waiting.delete(waiter);
        waiter.go();
      }
  }

  /** Resolves when `met` holds: now, or at a later `notify`. */
  until(met: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      if (this.#abandoned) return;
      if (met()) resolve();
      else this.#waiting.add({ met, go: resolve });
    });
  }

  /** `promise`, which never settles if the task has been abandoned by the time it does. */
  pass<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      promise.then(
        (value) => {
          if (!this.#abandoned) resolve(value);
        },
        (error) => {
          if (!this.#abandoned) reject(error);
        },
      );
    });
  }
}
