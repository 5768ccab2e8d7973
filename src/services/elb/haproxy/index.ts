export { loadBalancerDoor } from "./door.ts";
export { type LoadBalancing, type LoadBalancingOptions, startLoadBalancing } from "./start-load-balancing.ts";
export { targetMetrics } from "./target-metrics.ts";
export type { TargetStatistics } from "./target-statistics.ts";
