import type { ServiceTask } from "./service-task.ts";

type Counts = ReadonlyMap<string, number>;

/**
 * Tasks in the order in which they are to stop, while the counts that decide it go down with each that is taken.
 * A heap of container instances for each zone: nothing is sorted that is not taken.
 *
 * INVARIANT: between two takings counts only go down, and only for what was taken.
 */
export class StopQueue {
  readonly #zones = new Map<string, Instance[]>();
  readonly #perZone: Counts;
  readonly #perInstance: Counts;

  constructor(tasks: readonly ServiceTask[], perZone: Counts, perInstance: Counts) {
    this.#perZone = perZone;
    this.#perInstance = perInstance;
    const byZone = new Map<string, Map<string, ServiceTask[]>>();
    for (const task of tasks) {
      const byInstance = byZone.get(task.zone) ?? new Map<string, ServiceTask[]>();
      byZone.set(task.zone, byInstance);
      const there = byInstance.get(task.instanceArn);
      if (there === undefined) byInstance.set(task.instanceArn, [task]);
      else there.push(task);
    }
    for (const [zone, byInstance] of byZone) {
      const heap = [...byInstance].map(([arn, there]) => new Instance(arn, there, this.#countOf(arn)));
      for (let place = heap.length >> 1; place >= 0; place -= 1) sink(heap, place);
      this.#zones.set(zone, heap);
    }
  }

  /** The next task, which is not in the queue any more; undefined when there is none. */
  take(): ServiceTask | undefined {
    let best: readonly Instance[] | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const [zone, heap] of this.#zones) {
      const first = this.#settled(heap);
      if (first === undefined) continue;
      const count = this.#perZone.get(zone) ?? 0;
      if (count < most || (count === most && best?.[0] !== undefined && !first.before(best[0]))) continue;
      best = heap;
      most = count;
    }
    return best?.[0]?.take();
  }

  /** The first of a heap, once it is first by what the counts are now. */
  #settled(heap: Instance[]): Instance | undefined {
    for (;;) {
      const [first] = heap;
      if (first === undefined) return undefined;
      if (first.next === undefined) {
        const last = heap.pop();
        if (last !== undefined && last !== first) heap[0] = last;
      } else if (first.moved || first.count !== this.#countOf(first.arn)) {
        first.count = this.#countOf(first.arn);
        first.moved = false;
      } else return first;
      sink(heap, 0);
    }
  }

  #countOf(instanceArn: string): number {
    return this.#perInstance.get(instanceArn) ?? 0;
  }
}

/** A container instance's tasks. */
class Instance {
  readonly arn: string;
  /** How many tasks of the service it has, as of when it was put in its place. */
  count: number;
  next: ServiceTask | undefined;
  /** Whether a task was taken since it was put in its place. */
  moved = false;
  #tasks: ServiceTask[];
  #sorted = false;

  constructor(arn: string, tasks: ServiceTask[], count: number) {
    this.arn = arn;
    this.#tasks = tasks;
    this.count = count;
    this.next = tasks.reduce((best, task) => (isBefore(task, best) ? task : best));
  }

  take(): ServiceTask | undefined {
    const taken = this.next;
    if (!this.#sorted) this.#tasks.sort((left, right) => (isBefore(left, right) ? 1 : -1));
    this.#sorted = true;
    this.#tasks.pop();
    this.next = this.#tasks.at(-1);
    this.moved = true;
    return taken;
  }

  before(other: Instance): boolean {
    if (this.count !== other.count) return this.count > other.count;
    if (this.next === undefined || other.next === undefined) return this.next !== undefined;
    return isBefore(this.next, other.next);
  }
}

const isBefore = (one: ServiceTask, other: ServiceTask): boolean =>
  one.createdAt !== other.createdAt ? one.createdAt > other.createdAt : one.arn < other.arn;

/** Moves what is at a place down until nothing below it comes before it. */
const sink = (heap: Instance[], place: number): void => {
  for (let at = place; ; ) {
    let first = at;
    for (const below of [2 * at + 1, 2 * at + 2]) {
      const [one, other] = [heap[below], heap[first]];
      if (one !== undefined && other !== undefined && one.before(other)) first = below;
    }
    if (first === at) return;
    const [upper, lower] = [heap[at], heap[first]];
    if (upper === undefined || lower === undefined) return;
    heap[at] = lower;
    heap[first] = upper;
    at = first;
  }
};
