import { Batch } from "./batch.ts";
import type { RowCodec } from "./row-codec.ts";
import type { WriteLog } from "./write-log.ts";

/**
 * Group commit: one commit is under way at a time, and all transactions that arrive meanwhile share the next.
 */
export class CommitQueue {
  readonly #commit: (batch: Batch) => Promise<void>;
  readonly #codec: RowCodec | undefined;
  #collecting: Batch;
  #underWay: Batch | undefined;
  #running = false;
  #failure: Error | undefined;

  /** `commit` makes a batch durable; after its first rejection nothing may be added. No codec: see {@link Batch}. */
  constructor(codec: RowCodec | undefined, commit: (batch: Batch) => Promise<void>) {
    this.#codec = codec;
    this.#commit = commit;
    this.#collecting = new Batch(codec);
  }

  /** Why nothing can be committed any more, if so. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Takes a finished transaction in; answers whether it changed anything. */
  add(log: WriteLog): boolean {
    const changed = this.#collecting.add(log);
    if (changed && !this.#running) void this.#run();
    return changed;
  }

  /** Resolves when all that has been added so far is durable; undefined when it already is. */
  durable(): Promise<void> | undefined {
    if (!this.#collecting.empty) return this.#collecting.durable;
    return this.#underWay?.durable;
  }

  async #run(): Promise<void> {
    this.#running = true;
    // Why: the transactions of all requests that this turn of the event loop reads share the first commit.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (!this.#collecting.empty) {
      const batch = this.#collecting;
      this.#underWay = batch;
      this.#collecting = new Batch(this.#codec);
      try {
        await this.#commit(batch);
      } catch (error) {
        this.#fail(batch, error instanceof Error ? error : new Error(String(error)));
        return;
      }
      this.#underWay = undefined;
      batch.resolve();
    }
    this.#running = false;
  }

  #fail(batch: Batch, error: Error): void {
    this.#failure = error;
    batch.reject(error);
    this.#collecting.reject(error);
  }
}
