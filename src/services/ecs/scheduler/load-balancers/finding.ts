/**
 * What a load balancer says of a target. `known`: it is there, and neither good nor bad. `gone`: it is not there, and
 * has no requests any more.
 */
export type Finding = {
  readonly state: "known" | "healthy" | "unhealthy" | "draining" | "gone";
  /** Why it is unhealthy, in the load balancer's words. */
  readonly reason?: string;
};

/** Nothing is known of what is not there. */
export const GONE: Finding = { state: "gone" };
