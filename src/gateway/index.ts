/** HTTP in, HTTP out: who asks, what is asked, the answer in AWS's own words. */
export type { ResolveCredentials, ResolvedCredentials } from "./authentication/credentials.ts";
export { createGateway, type Gateway, type GatewayOptions } from "./gateway.ts";
export type { GatewayLog } from "./log.ts";
export { type MetricFamily, Metrics } from "./metrics.ts";
