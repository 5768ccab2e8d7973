import { createHash } from "node:crypto";
import type { PlannedTarget } from "../plan/traffic-plan.ts";

/**
 * Names within the configuration. They are made from digests: what people call things never gets there, so that no
 * name can be more than a name.
 */
const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** A pool's backend. */
export const poolName = (poolId: string): string => `pool-${digest(poolId)}`;

/** A listener, where requests are routed by their host. */
export const listenerName = (listenerId: string): string => `listener-${digest(listenerId)}`;

/** The action of a rule, or of a listener's default. */
export const actionName = (ruleId: string): string => `action-${digest(ruleId)}`;

/** A target's server; a target that moves to another address is another server. */
export const serverName = (target: PlannedTarget): string =>
  `target-${digest(`${target.id}\n${target.address}\n${target.port}`)}`;

/** The server that gets a target's requests when no target of the pool is healthy. */
export const spareName = (server: string): string => `spare-${server}`;
