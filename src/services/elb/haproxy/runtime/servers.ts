import { poolName, serverName, spareName } from "../configuration/names.ts";
import { COOKIE_KEY, serverPath } from "../configuration/pool.ts";
import { serverWords, spareWords } from "../configuration/server.ts";
import type { PlannedPool, PlannedTarget } from "../plan/traffic-plan.ts";

const sparePath = (pool: PlannedPool, target: PlannedTarget): string =>
  `${poolName(pool.id)}/${spareName(serverName(target))}`;

/** Makes a server for a target, which gets no requests yet unless no other is healthy. */
export const addServer = (pool: PlannedPool, target: PlannedTarget): readonly string[] => [
  `add server ${poolName(pool.id)}/${serverWords(pool, target)}`,
  `add server ${poolName(pool.id)}/${spareWords(pool, target)}`,
  ...recallServer(pool, target),
  // Gives the new servers their cookies.
  ...(pool.stickiness?.kind === "balancer-cookie"
    ? [`set dynamic-cookie-key backend ${poolName(pool.id)} ${COOKIE_KEY}`]
    : []),
];

/** Lets a target's server have requests, and takes it for healthy until its checks fail so many times in a row. */
export const admitServer = (pool: PlannedPool, target: PlannedTarget): readonly string[] => {
  const path = serverPath(pool, target);
  const checked = pool.check !== undefined;
  return [
    ...(checked ? [`enable health ${path}`] : []),
    `enable server ${path}`,
    ...(checked ? [`set server ${path} health up`] : []),
  ];
};

/** Gives a target's server nothing new; what it is doing goes on. */
export const retireServer = (pool: PlannedPool, target: PlannedTarget): readonly string[] => [
  `set server ${serverPath(pool, target)} state maint`,
  `set server ${sparePath(pool, target)} state maint`,
];

/** Gives back to a target that was on its way out what it had at first. */
export const recallServer = (pool: PlannedPool, target: PlannedTarget): readonly string[] => [
  ...(pool.failsClosed === true ? [] : [`enable server ${sparePath(pool, target)}`]),
];

/** Ends all connections to a target that is on its way out. */
export const cutServer = (pool: PlannedPool, target: PlannedTarget): readonly string[] => [
  `shutdown sessions server ${serverPath(pool, target)}`,
  `shutdown sessions server ${sparePath(pool, target)}`,
];

/** Removes the servers of a target, once they have no connection left. */
export const deleteServer = (pool: PlannedPool, target: PlannedTarget): readonly string[] => [
  `del server ${serverPath(pool, target)}`,
  `del server ${sparePath(pool, target)}`,
];
