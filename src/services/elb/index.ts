export { certificateUsers } from "./certificate-users.ts";
export { elbClassic } from "./classic/service.ts";
export {
  type LoadBalancing,
  type LoadBalancingOptions,
  loadBalancerDoor,
  startLoadBalancing,
  type TargetStatistics,
  targetMetrics,
} from "./haproxy/index.ts";
export { elbV2 } from "./v2/service.ts";
