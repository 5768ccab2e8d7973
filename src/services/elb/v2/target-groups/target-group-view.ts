import type { TargetGroup } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Reader } from "../../../../state/index.ts";
import type { TargetGroupRow } from "./table.ts";
import { loadBalancersOf } from "./use.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html */
export const targetGroupView = (state: Reader, row: TargetGroupRow): TargetGroup => {
  const { healthCheck: check } = row;
  return {
    TargetGroupArn: row.arn,
    TargetGroupName: row.name,
    Protocol: row.protocol as TargetGroup["Protocol"],
    Port: row.port,
    VpcId: row.vpcId,
    HealthCheckProtocol: check.protocol as TargetGroup["HealthCheckProtocol"],
    HealthCheckPort: check.port,
    HealthCheckEnabled: check.enabled,
    HealthCheckIntervalSeconds: check.intervalSeconds,
    HealthCheckTimeoutSeconds: check.timeoutSeconds,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    HealthCheckPath: check.path,
    ...(check.matcher === undefined
      ? {}
      : { Matcher: { HttpCode: check.matcher.httpCode, GrpcCode: check.matcher.grpcCode } }),
    LoadBalancerArns: [...loadBalancersOf(state, row.arn)],
    TargetType: row.targetType,
    ProtocolVersion: row.protocolVersion,
    IpAddressType: row.ipAddressType as TargetGroup["IpAddressType"],
    TargetControlPort: row.targetControlPort,
  };
};
