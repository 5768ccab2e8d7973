import type { Cancel, World } from "../../../../world.ts";
import type { TargetHealth } from "../../v2/targets/table.ts";
import type { PlannedCheck, PlannedPool, PlannedTarget, Standing } from "../plan/traffic-plan.ts";
import type { ServerReport } from "../runtime/report.ts";
import { CHECKING, type CheckFailure, type CheckResult, HEALTHY, NOT_CHECKED, unhealthy } from "./result.ts";

/** What a monitor is made of. */
export type MonitorOptions = {
  readonly world: Pick<World, "now" | "after">;
  readonly probe: (pool: PlannedPool, check: PlannedCheck, target: PlannedTarget) => Promise<CheckResult>;
  /** Told what is now known of a target's health. */
  readonly onHealth: (poolId: string, targetId: string, health: TargetHealth) => void;
  /** Told that a target is to get requests. */
  readonly onReady: (poolId: string, targetId: string) => void;
};

type Watched = {
  pool: PlannedPool;
  target: PlannedTarget;
  standing: Standing;
  inRotation: boolean;
  /** When it began to have no passed check. */
  since: number;
  attempts: number;
  /** Passed checks in a row, of an unhealthy target. */
  passed: number;
  reported?: string;
  cancel?: Cancel;
  gone: boolean;
};

const FIRST_PAUSE = 100;

/**
 * Knows which targets get requests. HAProxy checks those that do; here is looked after the others: new ones, so that
 * the first passed check lets them in at once, those that were just lost to a failed connection, which might have
 * been a moment's trouble, and unhealthy ones, which have to pass so many checks in a row.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
 */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #pools = new Map<string, Map<string, Watched>>();

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  /** Takes over what is now in a pool; targets that are no longer there are forgotten. */
  setPool(pool: PlannedPool): void {
    const before = this.#pools.get(pool.id) ?? new Map<string, Watched>();
    const now = new Map<string, Watched>();
    for (const target of pool.targets) {
      const found = before.get(target.id);
      if (found !== undefined && found.target.address === target.address && !this.#unchecks(found, pool)) {
        found.pool = pool;
        now.set(target.id, found);
        before.delete(target.id);
      } else now.set(target.id, this.#watch(pool, target));
    }
    for (const watched of before.values()) this.#forget(watched);
    this.#pools.set(pool.id, now);
  }

  /** Forgets all pools but these. */
  keepPools(ids: ReadonlySet<string>): void {
    for (const [id, targets] of this.#pools) {
      if (ids.has(id)) continue;
      for (const watched of targets.values()) this.#forget(watched);
      this.#pools.delete(id);
    }
  }

  /** Whether a target is to get requests. */
  isInRotation(poolId: string, targetId: string): boolean {
    return this.#pools.get(poolId)?.get(targetId)?.inRotation ?? false;
  }

  /** Takes note of what HAProxy has found out of a target that gets requests. */
  take(poolId: string, targetId: string, report: ServerReport): void {
    const watched = this.#pools.get(poolId)?.get(targetId);
    if (watched === undefined || watched.pool.check === undefined) return;
    if (report.up) this.#letIn(watched);
    if (report.up || !watched.inRotation) return;
    watched.inRotation = false;
    watched.since = this.#options.world.now();
    watched.attempts = 0;
    if (report.cause === "checks") {
      this.#condemn(watched, failureOf(report));
      this.#next(watched, watched.pool.check.interval * 1000);
    } else this.#next(watched, 0);
  }

  close(): void {
    this.keepPools(new Set());
  }

  #unchecks(watched: Watched, pool: PlannedPool): boolean {
    return (watched.pool.check === undefined) !== (pool.check === undefined);
  }

  #watch(pool: PlannedPool, target: PlannedTarget): Watched {
    const inRotation = pool.check === undefined || target.standing === "healthy";
    const watched: Watched = {
      pool,
      target,
      standing: target.standing,
      inRotation,
      since: this.#options.world.now(),
      attempts: 0,
      passed: 0,
      gone: false,
    };
    if (pool.check === undefined) this.#report(watched, NOT_CHECKED);
    else if (!inRotation) {
      if (target.standing === "new") this.#report(watched, CHECKING);
      this.#next(watched, 0);
    }
    return watched;
  }

  #forget(watched: Watched): void {
    watched.gone = true;
    watched.cancel?.();
  }

  #report(watched: Watched, health: TargetHealth): void {
    const text = JSON.stringify(health);
    if (watched.reported === text) return;
    watched.reported = text;
    this.#options.onHealth(watched.pool.id, watched.target.id, health);
  }

  #letIn(watched: Watched): void {
    watched.cancel?.();
    watched.standing = "healthy";
    watched.inRotation = true;
    watched.passed = 0;
    this.#report(watched, HEALTHY);
  }

  #condemn(watched: Watched, failure: CheckFailure): void {
    watched.standing = "unhealthy";
    watched.passed = 0;
    this.#report(watched, unhealthy(failure));
  }

  #next(watched: Watched, milliseconds: number): void {
    watched.cancel?.();
    watched.cancel = this.#options.world.after(milliseconds, () => void this.#check(watched));
  }

  async #check(watched: Watched): Promise<void> {
    const { check } = watched.pool;
    if (watched.gone || watched.inRotation || check === undefined) return;
    const result = await this.#options.probe(watched.pool, check, watched.target);
    if (watched.gone || watched.inRotation) return;
    if (result.kind === "passed") this.#passed(watched, check);
    else this.#failed(watched, check, result);
  }

  #passed(watched: Watched, check: PlannedCheck): void {
    watched.passed += 1;
    if (watched.standing === "unhealthy" && watched.passed < check.healthyThreshold) {
      this.#next(watched, check.interval * 1000);
      return;
    }
    this.#letIn(watched);
    this.#options.onReady(watched.pool.id, watched.target.id);
  }

  #failed(watched: Watched, check: PlannedCheck, failure: CheckFailure): void {
    const interval = check.interval * 1000;
    const trial = (check.unhealthyThreshold - 1) * interval;
    const left = watched.since + trial - this.#options.world.now();
    if (watched.standing === "unhealthy" || left <= 0) {
      this.#condemn(watched, failure);
      this.#next(watched, interval);
      return;
    }
    const pause = Math.min(FIRST_PAUSE * 2 ** watched.attempts, interval);
    watched.attempts += 1;
    this.#next(watched, Math.min(pause, left));
  }
}

const failureOf = (report: ServerReport): CheckFailure => {
  if (report.code !== undefined) return { kind: "code", code: report.code };
  return report.timedOut ? { kind: "timeout" } : { kind: "failed" };
};
