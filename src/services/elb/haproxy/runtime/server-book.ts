import { serverName } from "../configuration/names.ts";
import type { PlannedPool, PlannedTarget } from "../plan/traffic-plan.ts";
import { addServer, admitServer, cutServer, deleteServer, recallServer, retireServer } from "./servers.ts";

type Entry = {
  readonly pool: PlannedPool;
  readonly target: PlannedTarget;
  state: "waiting" | "admitted" | "leaving";
};

/** Which servers the running HAProxy has, and the commands that lead from there to where they should be. */
export class ServerBook {
  readonly #pools = new Map<string, Map<string, Entry>>();

  /** What HAProxy has when it has just been started with these pools. */
  constructor(
    pools: readonly PlannedPool[],
    inRotation: (pool: PlannedPool, target: PlannedTarget) => boolean,
  ) {
    for (const pool of pools) {
      this.#pools.set(
        pool.id,
        new Map(
          pool.targets.map((target) => [
            serverName(target),
            { pool, target, state: inRotation(pool, target) ? "admitted" : "waiting" },
          ]),
        ),
      );
    }
  }

  /** The pool and target of a server's name. */
  find(poolId: string, server: string): PlannedTarget | undefined {
    return this.#pools.get(poolId)?.get(server)?.target;
  }

  /** Whether HAProxy has a backend for the pool. */
  has(poolId: string): boolean {
    return this.#pools.has(poolId);
  }

  /** The commands that make the pool's servers those that it should have. */
  sync(pool: PlannedPool, inRotation: (target: PlannedTarget) => boolean): readonly string[] {
    const entries = this.#pools.get(pool.id);
    if (entries === undefined) return [];
    const commands: string[] = [];
    const wanted = new Set<string>();
    for (const target of pool.targets) {
      const name = serverName(target);
      wanted.add(name);
      let entry = entries.get(name);
      if (entry === undefined) {
        entry = { pool, target, state: "waiting" };
        entries.set(name, entry);
        commands.push(...addServer(pool, target));
      } else if (entry.state === "leaving") {
        commands.push(...recallServer(pool, target));
        entry.state = "waiting";
      }
      if (inRotation(target) && entry.state === "waiting") {
        commands.push(...admitServer(pool, target));
        entry.state = "admitted";
      }
    }
    for (const [name, entry] of entries) {
      if (wanted.has(name) || entry.state === "leaving") continue;
      commands.push(...retireServer(pool, entry.target));
      entry.state = "leaving";
    }
    return commands;
  }

  /** The commands that let a target have requests again which HAProxy took it from. */
  admit(poolId: string, targetId: string): readonly string[] {
    const entry = this.#entry(poolId, targetId);
    if (entry === undefined || entry.state === "leaving") return [];
    entry.state = "admitted";
    return admitServer(entry.pool, entry.target);
  }

  /** The commands that end the connections of a target on its way out. */
  cut(poolId: string, targetId: string): readonly string[] {
    const entry = this.#entry(poolId, targetId);
    return entry?.state === "leaving" ? cutServer(entry.pool, entry.target) : [];
  }

  /** Whether any server is on its way out. */
  leaving(): readonly {
    readonly poolId: string;
    readonly server: string;
    readonly commands: readonly string[];
  }[] {
    return [...this.#pools].flatMap(([poolId, entries]) =>
      [...entries].flatMap(([server, { pool, target, state }]) =>
        state === "leaving" ? [{ poolId, server, commands: deleteServer(pool, target) }] : [],
      ),
    );
  }

  /** Forgets a server that HAProxy no longer has. */
  forget(poolId: string, server: string): void {
    const entry = this.#pools.get(poolId)?.get(server);
    if (entry?.state === "leaving") this.#pools.get(poolId)?.delete(server);
  }

  #entry(poolId: string, targetId: string): Entry | undefined {
    for (const entry of this.#pools.get(poolId)?.values() ?? [])
      if (entry.target.id === targetId) return entry;
    return undefined;
  }
}
