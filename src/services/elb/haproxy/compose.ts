import { type Configuration, renderConfiguration } from "./configuration/render.ts";
import type { RenderSettings } from "./configuration/settings.ts";
import { assignPorts, type PortAssignment, type PortPolicy } from "./plan/assign-ports.ts";
import type { PlannedListener, PlannedPool } from "./plan/traffic-plan.ts";
import { poolsOf } from "./plan/v2/plan.ts";
import { whyNotFree } from "./process/free-port.ts";

/** What a configuration is composed of. */
export type Composing = {
  readonly listeners: readonly PlannedListener[];
  readonly pools: readonly PlannedPool[];
  /** What HAProxy refused before, by listener or pool, and why. */
  readonly refusals: ReadonlyMap<string, string>;
  readonly ports: PortPolicy;
  readonly settings: RenderSettings;
  /** The ports that the running HAProxy listens on. */
  readonly held: ReadonlySet<number>;
  /** Told that a port is not free: it is worth another look later. */
  readonly onTaken: () => void;
};

/** A configuration with who listens where, and the pools in it. */
export type Composition = {
  readonly assignment: PortAssignment;
  readonly configuration: Configuration;
  readonly pools: readonly PlannedPool[];
};

const poolsOfListener = ({ rules, defaultAction }: PlannedListener): readonly string[] =>
  [...rules.map(({ action }) => action), defaultAction].flatMap(poolsOf);

/** Composes a configuration of what can be carried: without what was refused, and without ports that others have. */
export const compose = async (composing: Composing): Promise<Composition> => {
  const { listeners, refusals, ports, settings, held } = composing;
  const taken = new Map<string, string>();
  const judge = (): PortAssignment =>
    assignPorts(
      listeners.map((listener) => {
        const pool = poolsOfListener(listener).find((id) => refusals.has(id)) ?? "";
        const reason =
          listener.refused ?? refusals.get(listener.id) ?? taken.get(listener.id) ?? refusals.get(pool);
        return reason === undefined ? listener : { ...listener, refused: reason };
      }),
      ports,
    );
  for (const bind of judge().binds) {
    if (held.has(bind.port)) continue;
    const reason = await whyNotFree(settings.host, bind.port);
    if (reason === undefined) continue;
    for (const { id } of bind.listeners) taken.set(id, reason);
    composing.onTaken();
  }
  const assignment = judge();
  const pools = composing.pools.filter(({ id }) => !refusals.has(id));
  return { assignment, pools, configuration: renderConfiguration(assignment, pools, settings, () => false) };
};
