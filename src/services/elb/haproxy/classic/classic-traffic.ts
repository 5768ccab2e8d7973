import { isDeepStrictEqual } from "node:util";
import type { Change, Reader, State } from "../../../../state/index.ts";
import type { World } from "../../../../world.ts";
import { instanceTable } from "../../../ec2/index.ts";
import { HEALTH } from "../../classic/instances/instance-health.ts";
import {
  type ClassicInstanceRow,
  type ClassicLoadBalancerRow,
  classicInstanceTable,
  classicLoadBalancerTable,
} from "../../classic/table.ts";
import type { TargetHealth } from "../../v2/targets/table.ts";
import type { RefusedListener } from "../plan/assign-ports.ts";
import { eligibleInstances, planClassicLoadBalancers } from "../plan/classic/plan.ts";
import { type InstanceAddressOf, plannedInstance } from "../plan/classic/pool.ts";
import { classicPoolId, readClassicPoolId } from "../plan/classic/pool-id.ts";
import type { PlannedPool, TrafficPlan } from "../plan/traffic-plan.ts";
import { createClassicDrain } from "./classic-drain.ts";
import { createClassicHealthWriter, putInstanceHealth } from "./classic-health.ts";

/** What Classic Load Balancers ask of whoever carries the traffic. */
export type ClassicTrafficOptions = {
  readonly state: State;
  readonly world: Pick<World, "now" | "after">;
  readonly hasCertificate: (arn: string) => boolean;
  readonly addressOf: InstanceAddressOf;
  /** Asks for the plan to be made anew. */
  readonly planSoon: () => void;
  /** Takes on the targets of a pool of the plan. Missing: nothing carries traffic here. */
  readonly setTargets?: (pool: PlannedPool) => void;
  /** Resolves when the targets that were set are in force. */
  readonly applied: () => Promise<void>;
  /** Ends the connections to a target that is no longer one, once that is in force. */
  readonly cut: (poolId: string, targetId: string) => void;
  /** Open connections by target. */
  readonly connections: () => Promise<ReadonlyMap<string, number>>;
  /** What the operator should know; no secrets. */
  readonly onProblem: (message: string) => void;
};

/** The part of load balancing that is about Classic Load Balancers. */
export type ClassicTraffic = {
  readonly plan: () => TrafficPlan;
  /** Takes note of a health; answers whether the pool is that of a Classic Load Balancer. */
  readonly takeHealth: (poolId: string, targetId: string, health: TargetHealth) => boolean;
  /** Takes note of the listeners that carry no traffic: the API has no place for it, so the operator is told. */
  readonly takeRefused: (refused: readonly RefusedListener[]) => void;
  /** Resolves when all is written. */
  readonly settled: () => Promise<void>;
  readonly close: () => void;
};

/** Whether nothing that is carried differs. */
const sameTraffic = (one: ClassicLoadBalancerRow, other: ClassicLoadBalancerRow): boolean =>
  isDeepStrictEqual({ ...one, tags: undefined }, { ...other, tags: undefined });

const isSameRegistration = (before: ClassicInstanceRow, after: ClassicInstanceRow): boolean =>
  before.deregisteredAt === after.deregisteredAt && before.registeredAt === after.registeredAt;

/**
 * Brings the tables of Classic Load Balancers and whoever carries the traffic together: load balancers into the plan,
 * instances into its pools, and what is found of them back into their rows.
 */
export const startClassicTraffic = (options: ClassicTrafficOptions): ClassicTraffic => {
  const { state, setTargets, addressOf } = options;
  const health = createClassicHealthWriter(state);
  const pools = new Map<string, PlannedPool>();
  let closed = false;
  let told: ReadonlySet<string> = new Set();
  let written: Promise<void> = Promise.resolve();

  const poolIdsOf = (loadBalancer: string): readonly string[] =>
    [...pools.keys()].filter((id) => readClassicPoolId(id)?.loadBalancer === loadBalancer);
  const cut = (loadBalancer: string, key: string): void => {
    for (const id of poolIdsOf(loadBalancer)) options.cut(id, key);
  };
  const drain = createClassicDrain({ ...options, cut });

  const retarget = (reader: Reader, loadBalancer: string): void => {
    const row = reader.table(classicLoadBalancerTable).get(loadBalancer);
    if (row === undefined) return;
    const instances = eligibleInstances(reader, row);
    for (const listener of row.listeners) {
      const pool = pools.get(classicPoolId(row, listener));
      if (pool === undefined) continue;
      const targets = instances.flatMap((each) => plannedInstance(row, listener, each, addressOf));
      const next = { ...pool, targets };
      pools.set(pool.id, next);
      setTargets?.(next);
    }
  };

  const changed = new Set<string>();
  const gone = new Map<string, string>();
  const retargetSoon = (loadBalancer: string): void => {
    if (changed.size === 0)
      // Why wait a turn: the changes of one transaction come one by one.
      setImmediate(() => {
        const all = [...changed];
        const ended = [...gone];
        changed.clear();
        gone.clear();
        if (closed) return;
        for (const key of all) retarget(state, key);
        if (ended.length > 0)
          void options.applied().then(() => {
            for (const [key, of] of ended) cut(of, key);
          });
      });
    changed.add(loadBalancer);
  };

  const write = (keys: readonly string[], found: (typeof HEALTH)[keyof typeof HEALTH]): void => {
    written = state
      .transact((transaction) => {
        for (const key of keys) putInstanceHealth(transaction, key, found);
      })
      // A failed commit stops the process; there is nobody to tell here.
      .catch(() => {});
  };

  const onInstance = ({ key, before, after }: Change<ClassicInstanceRow>): void => {
    if (before !== undefined && after !== undefined && isSameRegistration(before, after)) return;
    const { loadBalancer } = after ?? before ?? { loadBalancer: "" };
    if (after !== undefined) drain.watch(after);
    // Without connection draining, connections end with the registration.
    else if (before?.deregisteredAt === undefined) gone.set(key, loadBalancer);
    if (setTargets === undefined && after !== undefined) write([key], HEALTH.unknown);
    retargetSoon(loadBalancer);
  };

  /** An instance that comes back is checked before it gets requests; one that does not is deregistered. */
  const onMachine = (instanceId: string, running: boolean, terminated: boolean): void => {
    const rows = [...state.table(classicInstanceTable).by("instance", instanceId)];
    if (rows.length === 0) return;
    for (const { loadBalancer } of rows) retargetSoon(loadBalancer);
    const keys = rows.map((row) => `${row.loadBalancer} ${row.instanceId}`);
    if (terminated)
      written = state
        .transact((transaction) => {
          for (const key of keys) transaction.table(classicInstanceTable).delete(key);
        })
        .catch(() => {});
    else if (!running) write(keys, setTargets === undefined ? HEALTH.unknown : HEALTH.registering);
  };

  const unsubscribe = [
    state.subscribe(classicLoadBalancerTable, ({ before, after }) => {
      if (before === undefined || after === undefined || !sameTraffic(before, after)) options.planSoon();
    }),
    state.subscribe(classicInstanceTable, onInstance),
    state.subscribe(instanceTable, ({ key, before, after }) => {
      if (before?.state === after?.state) return;
      onMachine(key, after?.state === "running", after === undefined || after.state === "terminated");
    }),
  ];
  const rows = [...state.table(classicInstanceTable).all()];
  for (const row of rows) drain.watch(row);
  if (setTargets === undefined)
    write(
      rows.map((row) => `${row.loadBalancer} ${row.instanceId}`),
      HEALTH.unknown,
    );

  return {
    plan: () => {
      const plan = planClassicLoadBalancers(state, options.hasCertificate, addressOf);
      pools.clear();
      for (const pool of plan.pools) pools.set(pool.id, pool);
      return plan;
    },
    takeHealth: (poolId, targetId, found) => {
      if (readClassicPoolId(poolId) === undefined) return false;
      health.write(poolId, targetId, found);
      return true;
    },
    takeRefused: (refused) => {
      const now = new Set<string>();
      for (const { listener, reason } of refused) {
        if (readClassicPoolId(listener.id) === undefined) continue;
        const message = `Classic Load Balancer ${listener.loadBalancer.name}, port ${listener.port}: ${reason}`;
        if (!told.has(message)) options.onProblem(message);
        now.add(message);
      }
      told = now;
    },
    settled: async () => {
      while (changed.size > 0) await new Promise((resolve) => setImmediate(resolve));
      await written;
      await health.settled();
    },
    close: () => {
      closed = true;
      for (const stop of unsubscribe) stop();
      drain.close();
    },
  };
};
