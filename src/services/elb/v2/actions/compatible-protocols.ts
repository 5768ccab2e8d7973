import type { TargetGroupRow } from "../target-groups/table.ts";

/**
 * The protocols of target groups that a listener's protocol can forward to.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#target-group-routing-configuration
 */
const COMPATIBLE: Readonly<Record<string, readonly string[]>> = {
  HTTP: ["HTTP", "HTTPS"],
  HTTPS: ["HTTP", "HTTPS"],
  TCP: ["TCP", "TCP_UDP"],
  TLS: ["TCP", "TLS"],
  UDP: ["UDP", "TCP_UDP"],
  TCP_UDP: ["TCP_UDP"],
};

/** Whether listeners of a protocol can forward to a target group. Functions are behind HTTP only. */
export const isCompatible = (
  listenerProtocol: string,
  group: Pick<TargetGroupRow, "protocol" | "targetType">,
): boolean =>
  group.targetType === "lambda"
    ? listenerProtocol === "HTTP" || listenerProtocol === "HTTPS"
    : (COMPATIBLE[listenerProtocol] ?? []).includes(group.protocol ?? "");
