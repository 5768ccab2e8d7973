import type { Cancel } from "../../../world.ts";
import { blame, explain } from "./blame.ts";
import type { CarrierOptions } from "./carrier-options.ts";
import { type Composition, compose } from "./compose.ts";
import { poolName } from "./configuration/names.ts";
import { type Configuration, renderConfiguration } from "./configuration/render.ts";
import { controlSocket } from "./configuration/settings.ts";
import { freezeRotation } from "./freeze-rotation.ts";
import { Monitor } from "./health/monitor.ts";
import { probe } from "./health/probe.ts";
import { onceInARow } from "./once-in-a-row.ts";
import type { PlannedListener, PlannedPool, PlannedTarget, TrafficPlan } from "./plan/traffic-plan.ts";
import { HaproxyProcess } from "./process/haproxy-process.ts";
import { changeServers } from "./runtime/change-servers.ts";
import { command } from "./runtime/client.ts";
import { readReport } from "./runtime/report.ts";
import { ServerBook } from "./runtime/server-book.ts";
import { SHOW_SERVERS } from "./runtime/statistics.ts";
import { sweepServers } from "./runtime/sweep.ts";
import { type Watch, watchHaproxy } from "./runtime/watch.ts";
import { type TargetStatistics, targetStatistics } from "./target-statistics.ts";

const PAUSE_BEFORE_NEXT_TRY = 1000;
const PAUSE_BEFORE_NEXT_LOOK = 10_000;
const LONGEST_BLAME = 40;

/**
 * Carries traffic as a plan says. What only concerns targets is told to the running HAProxy; all else makes it
 * start anew with the new configuration, in the place of the one before, without dropping a connection. One thing
 * happens at a time; what is asked for meanwhile is done together.
 */
export class Carrier {
  readonly #options: CarrierOptions;
  readonly #socket: string;
  readonly #process: HaproxyProcess;
  readonly #monitor: Monitor;
  readonly #complain: (problem: string) => void;
  #listeners: readonly PlannedListener[] = [];
  readonly #pools = new Map<string, PlannedPool>();
  #poolByName = new Map<string, string>();
  #book: ServerBook | undefined;
  #structure = "";
  #watch: Watch | undefined;
  /** Pools whose servers may differ from what they should be. */
  readonly #stale = new Set<string>();
  readonly #errands: string[][] = [];
  #restructure = false;
  #working: Promise<void> | undefined;
  #retry: Cancel | undefined;
  #sweep: Cancel | undefined;
  #pausing = false;
  #closed = false;

  constructor(options: CarrierOptions) {
    this.#options = options;
    this.#complain = onceInARow(options.onProblem);
    this.#socket = controlSocket(options.settings);
    this.#process = new HaproxyProcess(options.program, options.folder, this.#socket);
    this.#monitor = new Monitor({
      world: options.world,
      probe,
      onHealth: options.onHealth,
      onReady: (poolId, targetId) => this.#admit(poolId, targetId),
    });
  }

  /** Takes on a whole plan. */
  setPlan(plan: TrafficPlan): void {
    this.#listeners = plan.listeners;
    this.#pools.clear();
    for (const pool of plan.pools) this.#pools.set(pool.id, pool);
    this.#poolByName = new Map(plan.pools.map(({ id }) => [poolName(id), id]));
    this.#monitor.keepPools(new Set(this.#pools.keys()));
    for (const pool of plan.pools) this.#monitor.setPool(pool);
    this.#restructure = true;
    this.#work();
  }

  /** Takes on the targets of a pool of the plan; everything else of it must be as it was. */
  setTargets(pool: PlannedPool): void {
    if (!this.#pools.has(pool.id)) return;
    this.#pools.set(pool.id, pool);
    this.#monitor.setPool(pool);
    this.#stale.add(pool.id);
    this.#work();
  }

  /** Ends the connections that a target on its way out still has. */
  cut(poolId: string, targetId: string): void {
    this.#errand(this.#book?.cut(poolId, targetId) ?? []);
  }

  /** Resolves when everything that was asked for is in force, or was refused. */
  async settled(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  /** The counters of all targets since HAProxy was last started; none when it does not answer. */
  async statistics(): Promise<readonly TargetStatistics[]> {
    const answer = await command(this.#socket, [SHOW_SERVERS]).catch(() => "");
    return this.#book === undefined ? [] : targetStatistics(answer, this.#poolByName, this.#book);
  }

  /**
   * Lets go.
   *
   * @param leaveRunning leaves HAProxy to whoever comes after, as a process that is killed does
   */
  async close(leaveRunning = false): Promise<void> {
    this.#closed = true;
    this.#retry?.();
    this.#sweep?.();
    this.#monitor.close();
    await this.settled();
    this.#watch?.close();
    if (!leaveRunning) this.#process.stop();
  }

  #inRotation = (pool: PlannedPool, target: PlannedTarget): boolean =>
    this.#monitor.isInRotation(pool.id, target.id);

  #admit(poolId: string, targetId: string): void {
    this.#stale.add(poolId);
    const book = this.#book;
    const pool = this.#pools.get(poolId);
    if (book === undefined || pool === undefined) return;
    this.#errand([
      ...book.sync(pool, (target) => this.#inRotation(pool, target)),
      ...book.admit(poolId, targetId),
    ]);
  }

  #errand(commands: readonly string[]): void {
    if (commands.length === 0) return;
    this.#errands.push([...commands]);
    this.#work();
  }

  #work(): void {
    if (this.#closed) return;
    this.#pausing = false;
    this.#working ??= this.#run().finally(() => {
      this.#working = undefined;
      if (this.#hasWork() && !this.#pausing) this.#work();
    });
  }

  #hasWork(): boolean {
    return !this.#closed && (this.#restructure || this.#stale.size > 0 || this.#errands.length > 0);
  }

  async #run(): Promise<void> {
    // Why wait a turn: the changes of one transaction come one by one.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#hasWork()) {
      try {
        if (this.#restructure) await this.#reshape();
        else await this.#tell();
      } catch (error) {
        this.#pausing = true;
        this.#later(PAUSE_BEFORE_NEXT_TRY);
        this.#complain(`HAProxy: ${error instanceof Error ? error.message : String(error)}`);
        return;
      }
    }
  }

  /** Does everything again after a while. */
  #later(milliseconds: number): void {
    this.#retry?.();
    this.#retry = this.#options.world.after(milliseconds, () => {
      this.#retry = undefined;
      this.#restructure = true;
      this.#work();
    });
  }

  /** Tells the running HAProxy what concerns targets. */
  async #tell(): Promise<void> {
    const book = this.#book;
    const commands = this.#errands.splice(0).flat();
    const stale = [...this.#stale];
    this.#stale.clear();
    if (book === undefined) return;
    for (const id of stale) {
      const pool = this.#pools.get(id);
      if (pool !== undefined) commands.push(...book.sync(pool, (target) => this.#inRotation(pool, target)));
    }
    if (!(await changeServers(this.#socket, commands))) this.#startAnew();
    this.#sweepSoon();
  }

  /** What HAProxy has now is not known any more, or not what it should be: a new start settles it. */
  #startAnew(): void {
    this.#structure = "";
    this.#restructure = true;
  }

  /** Starts HAProxy with what the plan says now, unless the running one differs in its targets only. */
  async #reshape(): Promise<void> {
    this.#restructure = false;
    const listeners = this.#listeners;
    if (listeners.length === 0) {
      this.#watch?.close();
      this.#process.stop();
      this.#book = undefined;
      this.#options.onCarried([], []);
      return;
    }
    const refusals = new Map<string, string>();
    for (let attempt = 0; attempt < LONGEST_BLAME; attempt += 1) {
      const { assignment, configuration, pools } = await this.#compose(listeners, refusals);
      if (configuration.structure === this.#structure && this.#book !== undefined) {
        for (const pool of pools) this.#stale.add(pool.id);
        this.#options.onCarried(assignment.refused, listeners);
        return;
      }
      // What happens to targets from here on is told to the new one.
      this.#stale.clear();
      this.#errands.length = 0;
      const wasIn = freezeRotation(pools, this.#inRotation);
      const final = renderConfiguration(assignment, pools, this.#options.settings, wasIn);
      const result = await this.#process.start(final);
      if (result.ok) {
        this.#taken(final, pools, wasIn);
        this.#options.onCarried(assignment.refused, listeners);
        return;
      }
      if (!blame(result.complaints, final, refusals)) {
        this.#options.onCarried(
          listeners.map((listener) => ({ listener, reason: explain(result.complaints) })),
          listeners,
        );
        throw new Error(explain(result.complaints));
      }
    }
  }

  #taken(
    configuration: Configuration,
    pools: readonly PlannedPool[],
    wasIn: (pool: PlannedPool, target: PlannedTarget) => boolean,
  ): void {
    this.#structure = configuration.structure;
    this.#book = new ServerBook(pools, wasIn);
    for (const pool of pools) {
      this.#stale.add(pool.id);
      const targets = pool.check === undefined ? [] : pool.targets.filter((target) => wasIn(pool, target));
      for (const target of targets) this.#errands.push([...this.#book.admit(pool.id, target.id)]);
    }
    this.#watch?.close();
    this.#watch = watchHaproxy(
      this.#socket,
      (line) => this.#hear(line),
      () => this.#lost(),
    );
  }

  #hear(line: string): void {
    const report = readReport(line);
    const poolId = report === undefined ? undefined : this.#poolByName.get(report.pool);
    if (report === undefined || poolId === undefined) return;
    const target = this.#book?.find(poolId, report.server);
    if (target !== undefined) this.#monitor.take(poolId, target.id, report);
  }

  /** HAProxy has ended without being asked to. */
  #lost(): void {
    if (this.#closed) return;
    this.#book = undefined;
    this.#startAnew();
    this.#work();
  }

  #compose(
    listeners: readonly PlannedListener[],
    refusals: ReadonlyMap<string, string>,
  ): Promise<Composition> {
    const { ports, settings } = this.#options;
    return compose({
      listeners,
      pools: [...this.#pools.values()],
      refusals,
      ports,
      settings,
      held: new Set(this.#process.ports()),
      onTaken: () => this.#later(PAUSE_BEFORE_NEXT_LOOK),
    });
  }

  /** Removes servers that were on their way out and have no connections any more. */
  #sweepSoon(): void {
    if (this.#sweep !== undefined || this.#closed || (this.#book?.leaving().length ?? 0) === 0) return;
    this.#sweep = this.#options.world.after(PAUSE_BEFORE_NEXT_TRY, () => {
      this.#sweep = undefined;
      const book = this.#book;
      if (book !== undefined) void sweepServers(this.#socket, book).then(() => this.#sweepSoon());
    });
  }
}
