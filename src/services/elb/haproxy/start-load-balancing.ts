import { isDeepStrictEqual } from "node:util";
import type { ControlPlane } from "../../../operation/index.ts";
import type { Change } from "../../../state/index.ts";
import { instanceTable } from "../../ec2/index.ts";
import { serverCertificateKeyMaterial, serverCertificateTable } from "../../iam/index.ts";
import { withoutDoor } from "../dns-name.ts";
import { listenerTable } from "../v2/listeners/table.ts";
import { type LoadBalancerRow, loadBalancerTable } from "../v2/load-balancers/table.ts";
import { ruleTable } from "../v2/rules/table.ts";
import { targetGroupTable } from "../v2/target-groups/table.ts";
import { type TargetRow, targetKey, targetTable } from "../v2/targets/table.ts";
import { addressesIn, instanceAddressesIn } from "./addresses.ts";
import { writeBalancerStates } from "./balancer-states.ts";
import { Carrier } from "./carrier.ts";
import { startClassicTraffic } from "./classic/classic-traffic.ts";
import type { CertificateOf } from "./configuration/certificates.ts";
import { DOOR_PORT } from "./door.ts";
import { createDrain } from "./drain.ts";
import { inState } from "./health/result.ts";
import { createHealthWriter } from "./health-writer.ts";
import type { InstanceAddressOf } from "./plan/classic/pool.ts";
import type { PlannedPool } from "./plan/traffic-plan.ts";
import { planLoadBalancers } from "./plan/v2/plan.ts";
import { type AddressOf, plannedTarget } from "./plan/v2/pool.ts";
import { findHaproxy, HOW_TO_INSTALL } from "./process/find-haproxy.ts";
import { lowestPort } from "./process/low-ports.ts";
import { socketDirectory } from "./process/socket-directory.ts";
import { unprivileged } from "./process/unprivileged.ts";
import type { TargetStatistics } from "./target-statistics.ts";

/** How load balancing is set up. */
export type LoadBalancingOptions = {
  readonly plane: Pick<ControlPlane, "state" | "world">;
  /** Where HAProxy's files are kept. */
  readonly folder: string;
  /** The address to listen on. */
  readonly host: string;
  /** Stands in for the ports that can't be bound; {@link DOOR_PORT} unless told. */
  readonly doorPort?: number;
  /** Which ports can be bound; what this process may, unless told. */
  readonly canBind?: (port: number) => boolean;
  /** HAProxy's program; looked for unless told. */
  readonly program?: string | undefined;
  readonly certificateOf?: CertificateOf;
  readonly addressOf?: AddressOf;
  /** The same for the instances behind Classic Load Balancers. */
  readonly instanceAddressOf?: InstanceAddressOf;
  /** What the operator should know; no secrets. */
  readonly onProblem: (message: string) => void;
};

/** Running load balancing. */
export type LoadBalancing = {
  /** Resolves when what the tables say is in force. */
  readonly settled: () => Promise<void>;
  /** The counters of all targets; `poolId` is the target group's ARN, `targetId` the key of the target's row. */
  readonly statistics: () => Promise<readonly TargetStatistics[]>;
  /**
   * Ends it.
   *
   * @param leaveRunning leaves HAProxy to the next control plane
   */
  readonly close: (leaveRunning?: boolean) => Promise<void>;
};

/** Whether nothing changed but what is written here. */
const sameButState = (one: LoadBalancerRow, other: LoadBalancerRow): boolean => {
  const rest = (row: LoadBalancerRow) => ({ ...row, state: undefined, dnsName: withoutDoor(row.dnsName) });
  return isDeepStrictEqual(rest(one), rest(other));
};

/** Sessions by target, of those that have any. */
const openConnections = (rows: readonly TargetStatistics[]): ReadonlyMap<string, number> => {
  const open = new Map<string, number>();
  for (const { targetId, currentSessions } of rows)
    if (currentSessions > 0) open.set(targetId, (open.get(targetId) ?? 0) + currentSessions);
  return open;
};

/** Carries the traffic of the load balancers in the tables, and writes back what becomes of them and their targets. */
export const startLoadBalancing = (options: LoadBalancingOptions): LoadBalancing => {
  const { state, world } = options.plane;
  const host = options.host === "localhost" ? "127.0.0.1" : options.host;
  const certificateOf: CertificateOf =
    options.certificateOf ?? ((arn) => serverCertificateKeyMaterial(state, arn));
  const addressOf = options.addressOf ?? addressesIn(state);
  const program = "program" in options ? options.program : findHaproxy();
  const health = createHealthWriter(state);
  const least = lowestPort(host);
  const canBind = options.canBind ?? ((port: number) => port >= least);
  const door = options.doorPort ?? DOOR_PORT;
  let states: Promise<void> = Promise.resolve();
  const pools = new Map<string, PlannedPool>();

  const carrier =
    program === undefined
      ? undefined
      : new Carrier({
          program,
          folder: options.folder,
          settings: {
            host,
            socketDirectory: socketDirectory(options.folder),
            certificateOf,
            ...unprivileged(),
          },
          ports: { canBind, doorPort: door },
          world,
          onHealth: (poolId, key, found) => {
            if (!classic.takeHealth(poolId, key, found)) health.write(key, found);
          },
          onCarried: (refused) => {
            const reasons = new Map(refused.map(({ listener, reason }) => [listener.id, reason]));
            classic.takeRefused(refused);
            states = writeBalancerStates(state, { canBind, doorPort: door }, reasons);
          },
          onProblem: options.onProblem,
        });

  const classic = startClassicTraffic({
    state,
    world,
    hasCertificate: (arn) => certificateOf(arn) !== undefined,
    addressOf: options.instanceAddressOf ?? instanceAddressesIn(state),
    planSoon: () => planSoon(),
    ...(carrier === undefined ? {} : { setTargets: (pool: PlannedPool) => carrier.setTargets(pool) }),
    onProblem: options.onProblem,
    applied: async () => carrier?.settled(),
    cut: (poolId, targetId) => carrier?.cut(poolId, targetId),
    connections: async () => {
      await carrier?.settled();
      return openConnections((await carrier?.statistics()) ?? []);
    },
  });

  const drain = createDrain({ state, world, cut: (arn, key) => carrier?.cut(arn, key) });

  let pending = false;
  const plan = (): void => {
    if (carrier === undefined) {
      states = writeBalancerStates(state, { canBind, doorPort: door }, new Map(), HOW_TO_INSTALL);
      return;
    }
    const wanted = planLoadBalancers(state, (arn) => certificateOf(arn) !== undefined, addressOf);
    pools.clear();
    for (const pool of wanted.pools) pools.set(pool.id, pool);
    const others = classic.plan();
    carrier.setPlan({
      listeners: [...wanted.listeners, ...others.listeners],
      pools: [...wanted.pools, ...others.pools],
    });
  };
  let planned: Promise<void> = Promise.resolve();
  const planSoon = (): void => {
    if (pending) return;
    pending = true;
    // Why wait a turn: the changes of one transaction come one by one.
    planned = new Promise((resolve) =>
      setImmediate(() => {
        pending = false;
        if (!closed) plan();
        resolve();
      }),
    );
  };

  const retarget = (groupArn: string): void => {
    const pool = pools.get(groupArn);
    const group = state.table(targetGroupTable).get(groupArn);
    if (pool === undefined || group === undefined || pending) return;
    const targets = [...state.table(targetTable).by("group", groupArn)].flatMap((row) =>
      plannedTarget(row, group, addressOf),
    );
    const next = { ...pool, targets };
    pools.set(groupArn, next);
    carrier?.setTargets(next);
  };
  const groups = new Set<string>();
  const retargetSoon = ({ before, after }: Change<TargetRow>): void => {
    const row = after ?? before;
    if (row === undefined) return;
    if (before?.deregisteredAt !== after?.deregisteredAt || before === undefined) {
      if (after !== undefined) drain.watch(after);
    } else if (after !== undefined && before.registeredAt === after.registeredAt) return;
    if (groups.size === 0)
      setImmediate(() => {
        const changed = [...groups];
        groups.clear();
        if (!closed) for (const arn of changed) retarget(arn);
      });
    groups.add(row.targetGroupArn);
  };

  let closed = false;
  const unsubscribe = [
    state.subscribe(loadBalancerTable, ({ before, after }) => {
      if (before === undefined || after === undefined || !sameButState(before, after)) planSoon();
    }),
    state.subscribe(listenerTable, planSoon),
    state.subscribe(ruleTable, planSoon),
    state.subscribe(targetGroupTable, planSoon),
    state.subscribe(serverCertificateTable, planSoon),
    state.subscribe(targetTable, retargetSoon),
    state.subscribe(instanceTable, ({ before, after }) => {
      if (before?.state === after?.state || after === undefined) return;
      const idle = after.state !== "running" && after.state !== "pending";
      for (const row of state.table(targetTable).by("target", after.id)) {
        retarget(row.targetGroupArn);
        if (idle) health.write(targetKey(row), inState(after.state));
      }
    }),
  ];
  for (const row of state.table(targetTable).all()) drain.watch(row);
  planSoon();

  const settled = async (): Promise<void> => {
    await planned;
    while (groups.size > 0) await new Promise((resolve) => setImmediate(resolve));
    await classic.settled();
    await carrier?.settled();
    await states;
    await health.settled();
    await classic.settled();
  };

  return {
    settled,
    statistics: async () => (await carrier?.statistics()) ?? [],
    close: async (leaveRunning = false) => {
      closed = true;
      for (const stop of unsubscribe) stop();
      drain.close();
      classic.close();
      await carrier?.close(leaveRunning);
      await states;
      await health.settled();
      await classic.settled();
    },
  };
};
